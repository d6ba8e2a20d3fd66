package dev.lockstep.engine.script;

/** How a message names an expression, as in {@code $.items.map}. */
final class Spelling {
    private static final int DEEPEST = 20;

    private Spelling() {}

    static String of(Expr expression) {
        return of(expression, 0);
    }

    private static String of(Expr expression, int depth) {
        if (depth > DEEPEST) {
            return "…";
        }
        return switch (expression) {
            case Expr.Name name -> name.name();
            case Expr.Member member -> of(member.object(), depth + 1) + key(member.key());
            case Expr.Call call -> of(call.callee(), depth + 1) + "(...)";
            case Expr.Chain chain -> of(chain.links(), depth + 1);
            default -> "(intermediate value)";
        };
    }

    private static String key(Expr key) {
        return key instanceof Expr.Constant constant && constant.value() instanceof Value.Text text
                ? "." + text.text()
                : "[...]";
    }
}

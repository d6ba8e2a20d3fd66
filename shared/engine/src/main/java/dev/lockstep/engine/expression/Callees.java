package dev.lockstep.engine.expression;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.Jsonata.JFunction;
import com.dashjoin.jsonata.Utils;
import java.util.List;
import java.util.Set;

/**
 * Has the library ask, at each call of an expression's own variable, whether it holds a function: {@code $f(1)} becomes
 * {@code $__callee($f)(1)}. The library itself prints what is called but is none, and data must not come to the log.
 */
final class Callees {
    /** No author can name it: {@link Grammar} refuses the prefix. */
    static final String GUARD = "__callee";

    private Callees() {}

    /**
     * @param bound the variables that may hold anything
     */
    static String guarded(String source, List<Token> tokens, Set<String> bound) {
        StringBuilder guarded = new StringBuilder();
        int from = 0;
        for (int i = 1; i < tokens.size(); i++) {
            Token callee = tokens.get(i - 1);
            if (Grammar.isCall(tokens, i) && callee.kind() == Token.Kind.VARIABLE && bound.contains(callee.text())) {
                int end = callee.position() + 1 + callee.text().length();
                guarded.append(source, from, callee.position())
                        .append("$" + GUARD + "(")
                        .append(source, callee.position(), end)
                        .append(")");
                from = end;
            }
        }
        return guarded.append(source, from, source.length()).toString();
    }

    static JFunction guard() {
        return new JFunction((input, arguments) -> function(arguments.get(0)), null);
    }

    private static Object function(Object callee) {
        if (Utils.isFunction(callee) || Functions.isLambda(callee)) {
            return callee;
        }
        throw new NotCallable();
    }

    /** Told to the author as it is. */
    static final class NotCallable extends RuntimeException {
        NotCallable() {
            super("what is called is not a function");
        }
    }
}

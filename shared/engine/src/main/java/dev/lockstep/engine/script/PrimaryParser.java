package dev.lockstep.engine.script;

import dev.lockstep.engine.language.SyntaxFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads names, literals, what is in parentheses, and the chains of members and calls that begin with such. */
final class PrimaryParser {
    private static final Map<String, String> REFUSED = Map.of(
            "class", "classes are not supported in scripts",
            "super", "classes are not supported in scripts",
            "import", "scripts cannot import",
            "await", "async functions are not supported in scripts",
            "yield", "generators are not supported in scripts");

    private final Cursor cursor;
    private final ExpressionParser expressions;
    private int patterns;

    PrimaryParser(Cursor cursor, ExpressionParser expressions) {
        this.cursor = cursor;
        this.expressions = expressions;
    }

    /** A value, and what is read of it or called. */
    Expr links() throws SyntaxFault {
        Expr expression = cursor.isWord("new") ? created() : expressions.primary();
        boolean breaksOff = false;
        while (true) {
            boolean optional = cursor.takes("?.");
            breaksOff |= optional;
            if (cursor.takes("(")) {
                expression = new Expr.Call(expression, expressions.listed(")"), optional);
            } else if (cursor.token().kind() == Token.Kind.TEMPLATE) {
                throw new SyntaxFault("tagged templates are not supported in scripts", cursor.at());
            } else {
                Optional<Expr> key = key(optional);
                if (key.isEmpty()) {
                    return breaksOff ? new Expr.Chain(expression) : expression;
                }
                expression = new Expr.Member(expression, key.get(), optional);
            }
        }
    }

    /** The key of a member, where there is one. */
    private Optional<Expr> key(boolean afterSign) throws SyntaxFault {
        if (cursor.takes("[")) {
            Expr key = expressions.nested(expressions::expression);
            cursor.expect("]");
            return Optional.of(key);
        }
        if (!afterSign && !cursor.takes(".")) {
            return Optional.empty();
        }
        if (cursor.token().kind() != Token.Kind.NAME) {
            throw cursor.unexpected();
        }
        return Optional.of(text(cursor.take().text()));
    }

    private Expr created() throws SyntaxFault {
        cursor.take();
        cursor.deeper();
        Expr callee = cursor.isWord("new") ? created() : expressions.primary();
        for (Optional<Expr> key = key(false); key.isPresent(); key = key(false)) {
            callee = new Expr.Member(callee, key.get(), false);
        }
        cursor.shallower();
        return new Expr.New(callee, cursor.takes("(") ? expressions.listed(")") : List.of());
    }

    private static Expr text(String text) {
        return new Expr.Constant(new Value.Text(text));
    }

    Expr primary() throws SyntaxFault {
        Token token = cursor.token();
        return switch (token.kind()) {
            case NUMBER -> number();
            case STRING -> text(cursor.take().text());
            case TEMPLATE -> template();
            case NAME -> word(token);
            case SIGN ->
                switch (token.text()) {
                    case "(" -> parenthesized();
                    case "[" -> {
                        cursor.take();
                        yield new Expr.Items(expressions.listed("]"));
                    }
                    case "{" -> fields();
                    case "/", "/=" -> pattern();
                    default -> throw cursor.unexpected();
                };
            case END -> throw cursor.unexpected();
        };
    }

    private Expr word(Token token) throws SyntaxFault {
        return switch (token.text()) {
            case "function" -> expressions.functions().expression();
            case "this" -> new Expr.Name(cursor.take().text());
            case "true", "false" ->
                new Expr.Constant(Value.Bool.of(cursor.take().text().equals("true")));
            case "null" -> {
                cursor.take();
                yield new Expr.Constant(Value.Nothing.NULL);
            }
            default -> name(token);
        };
    }

    private Expr name(Token token) throws SyntaxFault {
        String refused = REFUSED.get(token.text());
        if (refused != null) {
            throw new SyntaxFault(refused, token.from());
        }
        String name = cursor.name();
        if (name.equals("async") && cursor.isWord("function")) {
            throw new SyntaxFault("async functions are not supported in scripts", token.from());
        }
        return new Expr.Name(name);
    }

    private Expr number() throws SyntaxFault {
        Token token = cursor.take();
        double value = Numbers.literal(token.text());
        if (Double.isNaN(value)) {
            throw new SyntaxFault("Invalid number", token.from());
        }
        return new Expr.Constant(new Value.Num(value));
    }

    private Expr template() throws SyntaxFault {
        Literals.Piece piece = cursor.templatePart();
        String first = piece.text();
        List<Expr.Filled> rest = new ArrayList<>();
        while (!piece.last()) {
            Expr expression = expressions.expression();
            if (!cursor.is("}")) {
                throw cursor.unexpected();
            }
            piece = cursor.templatePart();
            rest.add(new Expr.Filled(expression, piece.text()));
        }
        return rest.isEmpty() ? text(first) : new Expr.Template(first, rest);
    }

    private Expr pattern() throws SyntaxFault {
        int at = cursor.at();
        Literals.Pattern literal = cursor.pattern();
        Expr.Regular regular = RegularSource.compile(literal.text(), literal.flags(), at);
        patterns += regular.pattern().programSize();
        if (patterns > Limits.PATTERNS) {
            throw new SyntaxFault("the regular expressions of the script are too large together", at);
        }
        return regular;
    }

    /** What is in parentheses, or an arrow function whose parameters are. */
    private Expr parenthesized() throws SyntaxFault {
        int at = cursor.at();
        cursor.take();
        List<Expr> parts = new ArrayList<>();
        Optional<Target> rest = Optional.empty();
        boolean mustBeFunction = cursor.is(")");
        while (!cursor.is(")")) {
            if (cursor.takes("...")) {
                rest = Optional.of(expressions.targets().binding());
                mustBeFunction = true;
                break;
            }
            parts.add(expressions.assignment());
            if (!cursor.takes(",")) {
                break;
            }
            mustBeFunction = cursor.is(")");
        }
        cursor.expect(")");
        if (cursor.is("=>") && !cursor.token().ownLine()) {
            return expressions.functions().arrow(expressions.targets().parameters(parts, rest, at));
        }
        if (mustBeFunction) {
            throw cursor.unexpected();
        }
        return parts.stream().reduce(Expr.Sequence::new).orElseThrow();
    }

    private Expr fields() throws SyntaxFault {
        cursor.take();
        List<Expr.Field> fields = new ArrayList<>();
        while (!cursor.is("}")) {
            fields.add(field());
            if (!cursor.is("}")) {
                cursor.expect(",");
            }
        }
        cursor.expect("}");
        return new Expr.Fields(fields);
    }

    private Expr.Field field() throws SyntaxFault {
        Token token = cursor.token();
        if (cursor.takes("...")) {
            Expr spread = expressions.assignment();
            return new Expr.Field(spread, new Expr.Spread(spread));
        }
        if (token.is("*")) {
            throw new SyntaxFault("generators are not supported in scripts", token.from());
        }
        boolean name = cursor.isName();
        Expr key = fieldKey();
        if (cursor.takes(":")) {
            return new Expr.Field(key, expressions.assignment());
        }
        if (cursor.is("(")) {
            return new Expr.Field(key, expressions.functions().rest(methodName(key), Expr.Function.Kind.DECLARED));
        }
        if (!name) {
            throw cursor.unexpected();
        }
        return shorthand(token, key);
    }

    private static String methodName(Expr key) {
        return key instanceof Expr.Constant constant && constant.value() instanceof Value.Text text ? text.text() : "";
    }

    private Expr.Field shorthand(Token token, Expr key) throws SyntaxFault {
        boolean accessor = token.text().equals("get") || token.text().equals("set");
        if (accessor && !cursor.is(",") && !cursor.is("}") && !cursor.is("=")) {
            throw new SyntaxFault("getters and setters are not supported in scripts", token.from());
        }
        if (!cursor.takes("=")) {
            return new Expr.Field(key, new Expr.Name(token.text()));
        }
        Expr withDefault = new Expr.Assign(new Target.Variable(token.text()), expressions.assignment());
        expressions.targets().cover(withDefault, token.from());
        return new Expr.Field(key, withDefault);
    }

    private Expr fieldKey() throws SyntaxFault {
        Token token = cursor.token();
        return switch (token.kind()) {
            case NAME, STRING -> text(cursor.take().text());
            case NUMBER -> {
                double value = ((Value.Num) ((Expr.Constant) number()).value()).number();
                yield text(Numbers.format(value));
            }
            case SIGN, TEMPLATE, END -> {
                cursor.expect("[");
                Expr key = expressions.nested(expressions::assignment);
                cursor.expect("]");
                yield key;
            }
        };
    }
}

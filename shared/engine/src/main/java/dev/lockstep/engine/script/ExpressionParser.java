package dev.lockstep.engine.script;

import dev.lockstep.engine.language.SyntaxFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads expressions, from the loosest operator to what {@link PrimaryParser} reads. */
final class ExpressionParser {
    private static final Map<String, Operator> UPDATES = Map.ofEntries(
            Map.entry("+=", Operator.PLUS),
            Map.entry("-=", Operator.MINUS),
            Map.entry("*=", Operator.TIMES),
            Map.entry("/=", Operator.DIVIDE),
            Map.entry("%=", Operator.REMAINDER),
            Map.entry("**=", Operator.POWER),
            Map.entry("<<=", Operator.LEFT),
            Map.entry(">>=", Operator.RIGHT),
            Map.entry(">>>=", Operator.RIGHT_UNSIGNED),
            Map.entry("&=", Operator.BIT_AND),
            Map.entry("|=", Operator.BIT_OR),
            Map.entry("^=", Operator.BIT_XOR),
            Map.entry("&&=", Operator.AND),
            Map.entry("||=", Operator.OR),
            Map.entry("??=", Operator.DEFAULT));
    private static final Set<String> SIGNS = Set.of("!", "-", "+", "~");
    private static final Set<String> WORDS = Set.of("typeof", "void", "delete");

    private final Cursor cursor;
    private final TargetParser targets;
    private final FunctionParser functions;
    private final PrimaryParser primaries;

    /** Whether {@code in} ends an expression, as it does at the beginning of a {@code for}. */
    private boolean endsAtIn;

    ExpressionParser(Cursor cursor, Declarations declarations, StatementParser statements) {
        this.cursor = cursor;
        this.targets = new TargetParser(cursor, declarations, this);
        this.functions = new FunctionParser(cursor, declarations, statements, this);
        this.primaries = new PrimaryParser(cursor, this);
    }

    TargetParser targets() {
        return targets;
    }

    FunctionParser functions() {
        return functions;
    }

    /** Reads a part of an expression, or several. */
    interface Reading<T> {
        T read() throws SyntaxFault;
    }

    Expr withoutIn(Reading<Expr> reading) throws SyntaxFault {
        return reading(true, reading);
    }

    private <T> T reading(boolean toIn, Reading<T> reading) throws SyntaxFault {
        boolean before = endsAtIn;
        endsAtIn = toIn;
        T read = reading.read();
        endsAtIn = before;
        return read;
    }

    Expr inParentheses() throws SyntaxFault {
        cursor.expect("(");
        Expr expression = expression();
        cursor.expect(")");
        return expression;
    }

    Expr expression() throws SyntaxFault {
        Expr expression = assignment();
        while (cursor.takes(",")) {
            expression = new Expr.Sequence(expression, assignment());
        }
        return expression;
    }

    Expr assignment() throws SyntaxFault {
        cursor.deeper();
        Expr expression = readAssignment();
        cursor.shallower();
        return expression;
    }

    private Expr readAssignment() throws SyntaxFault {
        int at = cursor.at();
        if (cursor.isName() && cursor.following().is("=>")) {
            Target only = new Target.Variable(cursor.name());
            return functions.arrow(
                    new Expr.Parameters(List.of(new Target.Slot(only, Optional.empty())), Optional.empty()));
        }
        Expr left = conditional();
        if (cursor.is("=")) {
            Target target = targets.of(left, at);
            cursor.take();
            return new Expr.Assign(target, assignment());
        }
        Operator operator = cursor.token().kind() == Token.Kind.SIGN
                ? UPDATES.get(cursor.token().text())
                : null;
        if (operator == null) {
            return left;
        }
        Target target = single(left, at);
        cursor.take();
        return new Expr.Update(target, operator, assignment());
    }

    /** A variable or a field, for an operator that reads it first. */
    private Target single(Expr expression, int at) throws SyntaxFault {
        Target target = targets.of(expression, at);
        if (target instanceof Target.Items || target instanceof Target.Fields) {
            throw new SyntaxFault("Invalid left-hand side in assignment", at);
        }
        return target;
    }

    private Expr conditional() throws SyntaxFault {
        Expr condition = binary(1);
        if (!cursor.takes("?")) {
            return condition;
        }
        Expr then = reading(false, this::assignment);
        cursor.expect(":");
        return new Expr.Conditional(condition, then, assignment());
    }

    private Expr binary(int least) throws SyntaxFault {
        boolean signed = isSign(cursor.token());
        Expr left = unary();
        while (true) {
            Optional<Operator> operator = operator().filter(found -> found.precedence() >= least);
            if (operator.isEmpty()) {
                return left;
            }
            if (operator.get() == Operator.POWER && signed) {
                throw new SyntaxFault("an operator before the base of ** must be in parentheses", cursor.at());
            }
            cursor.take();
            cursor.deeper();
            // The power binds to the right.
            Expr right = binary(operator.get().precedence() + (operator.get() == Operator.POWER ? 0 : 1));
            cursor.shallower();
            left = new Expr.Binary(operator.get(), left, right);
        }
    }

    private Optional<Operator> operator() {
        Token token = cursor.token();
        boolean can =
                token.kind() == Token.Kind.SIGN || token.isWord("instanceof") || (token.isWord("in") && !endsAtIn);
        return can ? Operator.of(token.text()) : Optional.empty();
    }

    private static boolean isSign(Token token) {
        return switch (token.kind()) {
            case SIGN -> SIGNS.contains(token.text());
            case NAME -> WORDS.contains(token.text());
            case NUMBER, STRING, TEMPLATE, END -> false;
        };
    }

    private Expr unary() throws SyntaxFault {
        int at = cursor.at();
        Token token = cursor.token();
        if (isSign(token)) {
            return new Expr.Unary(token.text(), operand());
        }
        if (token.is("++") || token.is("--")) {
            return new Expr.Step(single(operand(), at), token.is("++") ? 1 : -1, true);
        }
        Expr operand = primaries.links();
        Token after = cursor.token();
        if ((after.is("++") || after.is("--")) && !after.ownLine()) {
            Target target = single(operand, at);
            cursor.take();
            return new Expr.Step(target, after.is("++") ? 1 : -1, false);
        }
        return operand;
    }

    /** What stands behind the operator that is the token. */
    private Expr operand() throws SyntaxFault {
        cursor.take();
        cursor.deeper();
        Expr operand = unary();
        cursor.shallower();
        return operand;
    }

    Expr primary() throws SyntaxFault {
        return nested(primaries::primary);
    }

    /** Reads what stands within brackets, where {@code in} is an operator wherever they stand. */
    Expr nested(Reading<Expr> reading) throws SyntaxFault {
        cursor.deeper();
        Expr expression = reading(false, reading);
        cursor.shallower();
        return expression;
    }

    /** The arguments of a call, or the elements of a list, up to the closing sign. */
    List<Expr> listed(String close) throws SyntaxFault {
        return reading(false, () -> readListed(close));
    }

    private List<Expr> readListed(String close) throws SyntaxFault {
        List<Expr> all = new ArrayList<>();
        while (!cursor.is(close)) {
            if (close.equals("]") && cursor.is(",")) {
                all.add(new Expr.Constant(Value.Nothing.UNDEFINED));
            } else {
                all.add(cursor.takes("...") ? new Expr.Spread(assignment()) : assignment());
            }
            if (!cursor.is(close)) {
                cursor.expect(",");
            }
        }
        cursor.expect(close);
        return all;
    }
}

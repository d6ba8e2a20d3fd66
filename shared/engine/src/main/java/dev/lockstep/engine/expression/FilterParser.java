package dev.lockstep.engine.expression;

import com.dashjoin.jsonata.Jsonata;
import dev.lockstep.engine.expression.PathFilter.Operand;
import dev.lockstep.engine.expression.PathFilter.Operator;
import dev.lockstep.engine.expression.PathParser.NoPath;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads what a path asks of elements, between {@code ?} and {@code ]}. */
final class FilterParser {
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}(\\.[0-9]{1,18})?([eE][+-]?[0-9]{1,3})?");

    private final PathCursor cursor;

    FilterParser(PathCursor cursor) {
        this.cursor = cursor;
    }

    PathFilter filter() throws NoPath {
        cursor.enter();
        PathFilter left = all();
        while (takes("||")) {
            left = new PathFilter.Or(left, all());
        }
        cursor.leave();
        return left;
    }

    private PathFilter all() throws NoPath {
        PathFilter left = one();
        while (takes("&&")) {
            left = new PathFilter.And(left, one());
        }
        return left;
    }

    private PathFilter one() throws NoPath {
        cursor.blanks();
        if (cursor.take("!")) {
            return negated();
        }
        if (cursor.take("(")) {
            PathFilter within = filter();
            cursor.blanks();
            cursor.expect(")");
            return within;
        }
        Operand left = operand();
        cursor.blanks();
        for (Operator operator : Operator.values()) {
            if (cursor.take(operator.sign())) {
                return new PathFilter.Compared(left, operator, operand());
            }
        }
        boolean outside = cursor.take("nin ");
        if (outside || cursor.take("in ")) {
            Operand list = operand();
            return new PathFilter.In(left, list, outside);
        }
        return new PathFilter.Exists(left);
    }

    private PathFilter negated() throws NoPath {
        cursor.enter();
        PathFilter inner = one();
        cursor.leave();
        return new PathFilter.Not(inner);
    }

    private boolean takes(String sign) {
        cursor.blanks();
        return cursor.take(sign);
    }

    private Operand operand() throws NoPath {
        cursor.blanks();
        if (cursor.take("@")) {
            return new Operand.Path(new PathParser(cursor).steps(false));
        }
        if (cursor.take("[")) {
            return list();
        }
        return new Operand.Literal(literal());
    }

    private Operand list() throws NoPath {
        List<Object> list = new ArrayList<>();
        cursor.blanks();
        while (!cursor.take("]")) {
            list.add(literal());
            cursor.blanks();
            if (!cursor.isAt("]")) {
                cursor.expect(",");
                cursor.blanks();
            }
        }
        return new Operand.Literal(List.copyOf(list));
    }

    private Object literal() throws NoPath {
        if (cursor.isAtQuote()) {
            return cursor.quoted();
        }
        String word = cursor.word();
        if (NUMBER.matcher(word).matches()) {
            return WHOLE.matcher(word).matches() ? Long.valueOf(word) : (Object) Double.valueOf(word);
        }
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            case "null" -> Jsonata.NULL_VALUE;
            default ->
                throw cursor.fault(
                        "what is compared must be @, a text between quotes, a number, true, false, null or a list");
        };
    }
}

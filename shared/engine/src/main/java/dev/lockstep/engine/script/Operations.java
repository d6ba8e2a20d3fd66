package dev.lockstep.engine.script;

/** What the operators do. */
final class Operations {
    private final Machine machine;

    Operations(Machine machine) {
        this.machine = machine;
    }

    Value binary(Operator operator, Value left, Value right) {
        return switch (operator) {
            case AND, OR, DEFAULT -> right;
            case PLUS -> plus(left, right);
            case EQUAL -> Value.Bool.of(equal(left, right));
            case NOT_EQUAL -> Value.Bool.of(!equal(left, right));
            case SAME -> Value.Bool.of(same(left, right));
            case NOT_SAME -> Value.Bool.of(!same(left, right));
            case LESS, GREATER, AT_MOST, AT_LEAST -> Value.Bool.of(compared(operator, left, right));
            case IN -> Value.Bool.of(in(left, right));
            case INSTANCE -> Value.Bool.of(isInstance(left, right));
            case MINUS, TIMES, DIVIDE, REMAINDER, POWER, BIT_OR, BIT_XOR, BIT_AND, LEFT, RIGHT, RIGHT_UNSIGNED ->
                new Value.Num(number(
                        operator,
                        machine.convert().number(left),
                        machine.convert().number(right)));
        };
    }

    private Value plus(Value left, Value right) {
        if (left instanceof Value.Num a && right instanceof Value.Num b) {
            return new Value.Num(a.number() + b.number());
        }
        Value a = machine.convert().primitive(left);
        Value b = machine.convert().primitive(right);
        if (!(a instanceof Value.Text) && !(b instanceof Value.Text)) {
            return new Value.Num(machine.convert().number(a) + machine.convert().number(b));
        }
        String first = machine.convert().text(a);
        String second = machine.convert().text(b);
        machine.meter().text((long) first.length() + second.length());
        return new Value.Text(first + second);
    }

    private static double number(Operator operator, double a, double b) {
        return switch (operator) {
            case MINUS -> a - b;
            case TIMES -> a * b;
            case DIVIDE -> a / b;
            case REMAINDER -> a % b;
            case POWER -> Numbers.power(a, b);
            case BIT_OR -> Numbers.int32(a) | Numbers.int32(b);
            case BIT_XOR -> Numbers.int32(a) ^ Numbers.int32(b);
            case BIT_AND -> Numbers.int32(a) & Numbers.int32(b);
            case LEFT -> Numbers.int32(a) << (Numbers.int32(b) & 31);
            case RIGHT -> Numbers.int32(a) >> (Numbers.int32(b) & 31);
            case RIGHT_UNSIGNED -> (Numbers.int32(a) & 0xffff_ffffL) >>> (Numbers.int32(b) & 31);
            default -> throw new IllegalArgumentException(operator.name());
        };
    }

    /** {@code ===}. */
    static boolean same(Value left, Value right) {
        return switch (left) {
            case Value.Nothing nothing -> nothing == right;
            case Value.Bool bool -> bool.equals(right);
            case Value.Num number -> right instanceof Value.Num other && number.number() == other.number();
            case Value.Text text -> text.equals(right);
            case Value.Thing thing -> thing == right;
        };
    }

    /** {@code ===}, but for that what is not a number is the same as itself. */
    static boolean sameOrNaN(Value left, Value right) {
        return same(left, right)
                || (left instanceof Value.Num a
                        && right instanceof Value.Num b
                        && Double.isNaN(a.number())
                        && Double.isNaN(b.number()));
    }

    /** {@code ==}. */
    boolean equal(Value left, Value right) {
        if (left instanceof Value.Nothing || right instanceof Value.Nothing) {
            return left instanceof Value.Nothing && right instanceof Value.Nothing;
        }
        boolean leftThing = left instanceof Value.Thing;
        boolean rightThing = right instanceof Value.Thing;
        if ((leftThing && rightThing) || left.getClass().equals(right.getClass())) {
            return same(left, right);
        }
        Value a = leftThing ? machine.convert().primitive(left) : left;
        Value b = rightThing ? machine.convert().primitive(right) : right;
        if (a instanceof Value.Text && b instanceof Value.Text) {
            return a.equals(b);
        }
        if (a instanceof Value.Nothing || b instanceof Value.Nothing) {
            return false;
        }
        return machine.convert().number(a) == machine.convert().number(b);
    }

    private boolean compared(Operator operator, Value left, Value right) {
        Value a = machine.convert().primitive(left, Conversions.Hint.NUMBER);
        Value b = machine.convert().primitive(right, Conversions.Hint.NUMBER);
        if (a instanceof Value.Text first && b instanceof Value.Text second) {
            int order = first.text().compareTo(second.text());
            return switch (operator) {
                case LESS -> order < 0;
                case GREATER -> order > 0;
                case AT_MOST -> order <= 0;
                default -> order >= 0;
            };
        }
        double first = machine.convert().number(a);
        double second = machine.convert().number(b);
        return switch (operator) {
            case LESS -> first < second;
            case GREATER -> first > second;
            case AT_MOST -> first <= second;
            default -> first >= second;
        };
    }

    private boolean in(Value key, Value object) {
        if (!(object instanceof Value.Thing)) {
            throw machine.typeError("Cannot use 'in' operator to search for '"
                    + machine.convert().text(key) + "' in " + machine.convert().text(object));
        }
        return machine.properties().has(object, machine.convert().key(key));
    }

    private boolean isInstance(Value value, Value of) {
        return switch (of) {
            case Fn.Native function -> Globals.isInstance(value, function);
            case Fn.Closure closure -> value instanceof Obj obj && obj.maker() == closure;
            default -> throw machine.typeError("Right-hand side of 'instanceof' is not callable");
        };
    }

    static String typeOf(Value value) {
        return switch (value) {
            case Value.Nothing nothing -> nothing == Value.Nothing.UNDEFINED ? "undefined" : "object";
            case Value.Bool bool -> "boolean";
            case Value.Num number -> "number";
            case Value.Text text -> "string";
            case Fn function -> "function";
            case Value.Thing thing -> "object";
        };
    }
}

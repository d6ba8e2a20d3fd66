package dev.lockstep.engine.expression;

import com.dashjoin.jsonata.Jsonata;
import java.util.List;
import java.util.Optional;

/** What a {@link JsonPath} asks of an element: {@code [?(…)]}. */
sealed interface PathFilter {
    /** Whether it holds of an element. */
    default boolean holds(Object element, Meter meter) {
        meter.tick();
        return switch (this) {
            case And and -> and.left().holds(element, meter) && and.right().holds(element, meter);
            case Or or -> or.left().holds(element, meter) || or.right().holds(element, meter);
            case Not not -> !not.inner().holds(element, meter);
            case Exists exists -> exists.operand().in(element, meter).isPresent();
            case Compared compared ->
                compared.operator()
                        .test(
                                compared.left().in(element, meter),
                                compared.right().in(element, meter));
            case In in -> {
                Optional<Object> value = in.operand().in(element, meter);
                Optional<Object> list = in.list().in(element, meter);
                yield isAmong(value, list, meter) != in.negated();
            }
        };
    }

    private static boolean isAmong(Optional<Object> value, Optional<Object> list, Meter meter) {
        if (list.orElse(null) instanceof List<?> given) {
            for (Object each : given) {
                meter.tick();
                if (Operator.EQUAL.test(value, Optional.of(each))) {
                    return true;
                }
            }
        }
        return false;
    }

    record And(PathFilter left, PathFilter right) implements PathFilter {}

    record Or(PathFilter left, PathFilter right) implements PathFilter {}

    record Not(PathFilter inner) implements PathFilter {}

    record Exists(Operand operand) implements PathFilter {}

    record Compared(Operand left, Operator operator, Operand right) implements PathFilter {}

    record In(Operand operand, Operand list, boolean negated) implements PathFilter {}

    /** What is compared. */
    sealed interface Operand {
        /** Empty where there is no such value. */
        default Optional<Object> in(Object element, Meter meter) {
            return switch (this) {
                case Literal literal -> Optional.of(literal.value());
                case Path path -> Optional.ofNullable(path.path().in(element, meter));
            };
        }

        record Literal(Object value) implements Operand {}

        record Path(JsonPath path) implements Operand {}
    }

    /** Compares texts, numbers, booleans and nulls. A list or an object equals nothing, and nothing is less than one of another type. */
    enum Operator {
        EQUAL("=="),
        UNEQUAL("!="),
        AT_MOST("<="),
        AT_LEAST(">="),
        LESS("<"),
        MORE(">");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }

        boolean test(Optional<Object> left, Optional<Object> right) {
            Optional<Integer> order = order(left, right);
            return switch (this) {
                case EQUAL -> order.equals(Optional.of(0)) || areSame(left, right);
                case UNEQUAL -> !order.equals(Optional.of(0)) && !areSame(left, right);
                case AT_MOST -> order.filter(sign -> sign <= 0).isPresent();
                case AT_LEAST -> order.filter(sign -> sign >= 0).isPresent();
                case LESS -> order.filter(sign -> sign < 0).isPresent();
                case MORE -> order.filter(sign -> sign > 0).isPresent();
            };
        }

        private static boolean areSame(Optional<Object> left, Optional<Object> right) {
            return left.isPresent() && isPlain(left.get()) && left.equals(right);
        }

        private static boolean isPlain(Object value) {
            return value instanceof Boolean || Jsonata.NULL_VALUE.equals(value);
        }

        private static Optional<Integer> order(Optional<Object> left, Optional<Object> right) {
            if (left.isEmpty() || right.isEmpty()) {
                return Optional.empty();
            }
            if (left.get() instanceof String one && right.get() instanceof String other) {
                return Optional.of(one.compareTo(other));
            }
            return left.get() instanceof Number one && right.get() instanceof Number other
                    ? Optional.of(order(one, other))
                    : Optional.empty();
        }

        private static int order(Number one, Number other) {
            boolean whole = isWhole(one) && isWhole(other);
            return whole
                    ? Long.compare(one.longValue(), other.longValue())
                    : Double.compare(one.doubleValue(), other.doubleValue());
        }

        private static boolean isWhole(Number number) {
            return number instanceof Integer || number instanceof Long;
        }
    }
}

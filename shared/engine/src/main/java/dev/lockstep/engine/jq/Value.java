package dev.lockstep.engine.jq;

import java.math.BigDecimal;
import java.util.Optional;

/** What a query works with. None of them ever changes, as far as a query can tell. */
sealed interface Value permits Value.Null, Value.Bool, Value.Num, Value.Text, Arr, Obj {
    /** Whether a condition that comes to it holds. */
    default boolean holds() {
        return this != Null.NULL && this != Bool.FALSE;
    }

    /** What {@code type} calls it. */
    default String type() {
        return switch (this) {
            case Null nothing -> "null";
            case Bool bool -> "boolean";
            case Num number -> "number";
            case Text text -> "string";
            case Arr array -> "array";
            case Obj object -> "object";
        };
    }

    /** There is nothing. */
    enum Null implements Value {
        NULL
    }

    /** Yes or no. */
    enum Bool implements Value {
        FALSE,
        TRUE;

        static Bool of(boolean holds) {
            return holds ? TRUE : FALSE;
        }
    }

    /**
     * A number.
     *
     * @param exact where it came in with more digits than a double has, and was not computed with
     */
    record Num(double number, Optional<BigDecimal> exact) implements Value {
        Num(double number) {
            this(number, Optional.empty());
        }

        static Num of(BigDecimal number) {
            double rounded = number.doubleValue();
            boolean fits = Double.isInfinite(rounded)
                    || number.stripTrailingZeros().scale() > 0
                    || new BigDecimal(rounded).compareTo(number) == 0;
            return new Num(rounded, fits ? Optional.empty() : Optional.of(number));
        }

        boolean isNan() {
            return Double.isNaN(number);
        }
    }

    /** A text. */
    record Text(String text) implements Value {}
}

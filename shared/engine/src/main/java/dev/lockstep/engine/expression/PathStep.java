package dev.lockstep.engine.expression;

import java.util.List;
import java.util.Optional;

/** One step of a {@link JsonPath}: what it goes on to from a value. */
sealed interface PathStep {
    /** Whether it leads to one value at most. */
    default boolean isDefinite() {
        return switch (this) {
            case Names names -> true;
            case Indexes indexes -> indexes.indexes().size() == 1;
            case All all -> false;
            case Slice slice -> false;
            case Where where -> false;
            case Deep deep -> false;
        };
    }

    /** The field of that name; of several, an object of those that there are. */
    record Names(List<String> names) implements PathStep {}

    /** The elements of these numbers; from the end, where they are negative. */
    record Indexes(List<Integer> indexes) implements PathStep {}

    /** Every element, or the value of every field. */
    record All() implements PathStep {}

    /** The elements from one number on up to, and without, another. */
    record Slice(Optional<Integer> from, Optional<Integer> to) implements PathStep {}

    /** The elements of which something holds; what is no list stays, if it holds of that. */
    record Where(PathFilter filter) implements PathStep {}

    /** The value itself and all that is within it, at any depth. */
    record Deep() implements PathStep {}
}

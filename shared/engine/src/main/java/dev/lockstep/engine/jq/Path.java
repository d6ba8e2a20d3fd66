package dev.lockstep.engine.jq;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Where a value is in another, as far as anybody asks. */
sealed interface Path {
    /** Nobody asks, or it is nowhere: it was computed. */
    enum Nowhere implements Path {
        UNASKED,
        COMPUTED
    }

    /** The value itself. One for each time that paths are asked for. */
    final class Start implements Path {}

    /** What is at a key of what is at another path. */
    record Step(Path start, Path before, Value key) implements Path {}

    /** Where something is that was computed from what is here. */
    default Path computed() {
        return this == Nowhere.UNASKED ? this : Nowhere.COMPUTED;
    }

    default boolean isComputed() {
        return this == Nowhere.COMPUTED;
    }

    default Path to(Meter meter, Value key) {
        if (this instanceof Nowhere) {
            return this;
        }
        meter.allocate(Meter.BINDING);
        return new Step(start(), this, key);
    }

    /** Where it starts. */
    default Path start() {
        return this instanceof Step step ? step.start : this;
    }

    /** The keys that lead there. */
    default List<Value> keys(Meter meter) {
        List<Value> keys = new ArrayList<>();
        Path at = this;
        while (at instanceof Step step) {
            meter.tick();
            keys.add(step.key);
            at = step.before;
        }
        Collections.reverse(keys);
        return keys;
    }
}

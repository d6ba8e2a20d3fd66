package dev.lockstep.engine.jq;

import dev.lockstep.engine.language.RunMeter;
import java.util.function.LongSupplier;

/** Holds one run of a query within its bounds. */
final class Meter extends RunMeter {
    /** What these take in memory, roughly, in bytes. */
    static final int OBJECT = 80;

    static final int FIELD = 64;
    static final int ELEMENT = 16;
    static final int NUMBER = 24;
    static final int BINDING = 32;

    Meter() {
        this(System::nanoTime);
    }

    Meter(LongSupplier nanoTime) {
        super("the query", Limits.STEPS, nanoTime);
    }

    /** Goes into a part of a value. */
    void enter() {
        enter(Limits.VALUE_DEPTH, "a value nests more than " + Limits.VALUE_DEPTH + " deep");
    }

    /** Counts a list before it is built. */
    void list(long size) {
        lengthOfList(size);
        allocate(OBJECT + ELEMENT * size);
    }

    void lengthOfList(long size) {
        lengthOfList(size, "a list or object");
    }
}

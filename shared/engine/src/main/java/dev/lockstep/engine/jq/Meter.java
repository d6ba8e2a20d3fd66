package dev.lockstep.engine.jq;

import dev.lockstep.engine.data.Stopwatch;
import java.util.function.LongSupplier;

/** Holds one run within its bounds: in time, in steps, and in what it builds. */
final class Meter {
    /** How often the time is looked at, in steps. */
    private static final int GLANCE = 64;

    /** What these take in memory, roughly, in bytes. */
    static final int OBJECT = 80;

    static final int FIELD = 64;
    static final int ELEMENT = 16;
    static final int NUMBER = 24;
    static final int BINDING = 32;

    private final Stopwatch stopwatch;
    private int steps;
    private int depth;
    private long memory;
    private long matching;

    Meter() {
        this(System::nanoTime);
    }

    Meter(LongSupplier nanoTime) {
        this.stopwatch = new Stopwatch(nanoTime);
    }

    void tick() {
        if (++steps > Limits.STEPS) {
            throw new LimitExceeded("the query takes too many steps");
        }
        if (steps % GLANCE == 0) {
            glance();
        }
    }

    void glance() {
        if (stopwatch.look() > Limits.NANOS) {
            throw new LimitExceeded("the query takes too long");
        }
    }

    /** Goes into a part of a value. */
    void enter() {
        if (++depth > Limits.VALUE_DEPTH) {
            throw new LimitExceeded("a value nests more than " + Limits.VALUE_DEPTH + " deep");
        }
        tick();
    }

    void leave() {
        depth--;
    }

    /** Forgets the parts that were left by something thrown. */
    void ascend() {
        depth = 0;
    }

    void allocate(long bytes) {
        memory += bytes;
        if (memory > Limits.MEMORY) {
            throw new LimitExceeded("the query builds too much");
        }
    }

    /** Counts a text before it is built. */
    void text(long length) {
        length(length);
        allocate(2 * length);
    }

    void length(long length) {
        if (length > Limits.STRING) {
            throw new LimitExceeded("a text is longer than " + Limits.STRING + " characters");
        }
    }

    /** Counts a list before it is built. */
    void list(long size) {
        lengthOfList(size);
        allocate(OBJECT + ELEMENT * size);
    }

    void lengthOfList(long size) {
        if (size > Limits.LIST) {
            throw new LimitExceeded("a list or object has more than " + Limits.LIST + " elements");
        }
    }

    /** Counts what a pattern does. */
    void match(int work) {
        matching += work;
        if (matching > Limits.MATCHING) {
            throw new LimitExceeded("the patterns take too long");
        }
    }
}

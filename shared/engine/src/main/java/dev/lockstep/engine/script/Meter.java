package dev.lockstep.engine.script;

import dev.lockstep.engine.data.Stopwatch;
import java.util.function.LongSupplier;

/** Holds one run within its bounds: in time, in steps, in depth, and in what it builds. */
final class Meter {
    /** How often the time is looked at, in steps. */
    private static final int GLANCE = 64;

    /** What these take in memory, roughly, in bytes. */
    static final int OBJECT = 160;

    static final int FIELD = 64;
    static final int ELEMENT = 32;
    static final int CLOSURE = 128;
    /** Of a regular expression that is compiled. */
    static final int INSTRUCTION = 100;

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

    void enter() {
        if (++depth > Limits.DEPTH) {
            throw new LimitExceeded("the script nests or recurses too deeply");
        }
        tick();
    }

    void leave() {
        depth--;
    }

    int depth() {
        return depth;
    }

    /** Goes back to a depth that was left by something thrown. */
    void backTo(int before) {
        depth = before;
    }

    void tick() {
        if (++steps > Limits.STEPS) {
            throw new LimitExceeded("the script takes too many steps");
        }
        if (steps % GLANCE == 0) {
            glance();
        }
    }

    void glance() {
        if (stopwatch.look() > Limits.NANOS) {
            throw new LimitExceeded("the script takes too long");
        }
    }

    void allocate(long bytes) {
        memory += bytes;
        if (memory > Limits.MEMORY) {
            throw new LimitExceeded("the script builds too much");
        }
    }

    /** Counts a text before it is built. */
    void text(long length) {
        lengthOfText(length);
        allocate(2 * length);
    }

    void lengthOfText(long length) {
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
            throw new LimitExceeded("a list has more than " + Limits.LIST + " elements");
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

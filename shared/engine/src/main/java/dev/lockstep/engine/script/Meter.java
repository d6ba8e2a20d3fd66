package dev.lockstep.engine.script;

import dev.lockstep.engine.language.RunMeter;
import java.util.function.LongSupplier;

/** Holds one run of a script within its bounds. */
final class Meter extends RunMeter {
    /** What these take in memory, roughly, in bytes. */
    static final int OBJECT = 160;

    static final int FIELD = 64;
    static final int ELEMENT = 32;
    static final int CLOSURE = 128;

    Meter() {
        this(System::nanoTime);
    }

    Meter(LongSupplier nanoTime) {
        super("the script", Limits.STEPS, nanoTime);
    }

    void enter() {
        enter(Limits.DEPTH, "the script nests or recurses too deeply");
    }

    /** Counts a list before it is built. */
    void list(long size) {
        lengthOfList(size);
        allocate(OBJECT + ELEMENT * size);
    }

    void lengthOfList(long size) {
        lengthOfList(size, "a list");
    }
}

package dev.lockstep.engine.data;

import java.util.function.LongSupplier;

/**
 * Tells how long an evaluation has worked, which looks at it again and again. Between two looks no evaluation works for long: what
 * took longer stood still, with a function that was frozen or a busy machine, and counts only so far.
 */
public final class Stopwatch {
    private static final long MOST_BETWEEN_LOOKS = 50_000_000L;

    private final LongSupplier nanoTime;
    private long lastLook;
    private long worked;

    /** One that starts now. */
    public Stopwatch(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.lastLook = nanoTime.getAsLong();
    }

    /** How long it has worked up to now, in nanoseconds. */
    public long look() {
        long look = nanoTime.getAsLong();
        worked += Math.min(look - lastLook, MOST_BETWEEN_LOOKS);
        lastLook = look;
        return worked;
    }
}

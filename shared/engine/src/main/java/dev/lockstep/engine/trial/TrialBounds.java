package dev.lockstep.engine.trial;

import java.time.Duration;

/**
 * How far a trial goes at most.
 *
 * @param steps how many steps it takes, and looks at what stands still
 * @param bytes how much data it records, in bytes of JSON
 * @param time how much time passes in it
 * @param realTime how long it takes; what runs then may take some seconds more
 */
public record TrialBounds(int steps, long bytes, Duration time, Duration realTime) {
    /** What fits into a call that somebody waits for. */
    public static final TrialBounds OF_A_CALL =
            new TrialBounds(20_000, 32L * 1024 * 1024, Duration.ofDays(10 * 366), Duration.ofSeconds(12));
}

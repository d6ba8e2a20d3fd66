package dev.lockstep.engine.definition;

import java.time.Duration;
import java.util.List;

/**
 * When a failed attempt is made again.
 *
 * @param maxAttempts how many attempts in all, the first included
 * @param delaySeconds the wait after the first failure
 * @param maxDelaySeconds what no wait exceeds
 * @param on the error names that are tried again; empty for all
 */
public record RetryPolicy(int maxAttempts, Backoff backoff, int delaySeconds, int maxDelaySeconds, List<String> on) {
    /** One attempt. */
    public static final RetryPolicy NONE = new RetryPolicy(1, Backoff.FIXED, 0, 0, List.of());

    /** How waits grow. */
    public enum Backoff {
        FIXED,
        /** Doubles with each failure, with full jitter: the wait is anything from nothing to that. */
        EXPONENTIAL
    }

    public boolean allows(int attemptsMade, String error) {
        return attemptsMade < maxAttempts && (on.isEmpty() || on.contains(error));
    }

    /**
     * The wait before the next attempt.
     *
     * @param attemptsMade from 1 on
     * @param jitter from 0 (inclusive) to 1 (exclusive)
     */
    public Duration delay(int attemptsMade, double jitter) {
        return switch (backoff) {
            case FIXED -> Duration.ofSeconds(Math.min(delaySeconds, maxDelaySeconds));
            case EXPONENTIAL -> {
                double ceiling = Math.min(delaySeconds * Math.pow(2, attemptsMade - 1.0), maxDelaySeconds);
                yield Duration.ofMillis((long) (ceiling * 1000 * jitter));
            }
        };
    }
}

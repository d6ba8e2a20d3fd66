package dev.lockstep.engine.definition;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * When a failed attempt is made again.
 *
 * @param maxAttempts how many attempts in all, the first included
 * @param delaySeconds the wait after the first failure
 * @param maxDelaySeconds what no wait exceeds, but for what is added to it by chance
 * @param on the error names that are tried again; empty for all
 * @param addedMillis up to so much is added to each wait by chance, which is as long as it is reckoned otherwise; where there is none,
 *     waits that double are of full jitter
 */
public record RetryPolicy(
        int maxAttempts,
        Backoff backoff,
        int delaySeconds,
        int maxDelaySeconds,
        List<String> on,
        Optional<Integer> addedMillis) {
    private static final int MOST_ATTEMPTS = 100;
    private static final int MOST_JITTER_MILLIS = 86_400_000;
    private static final List<String> BACKOFFS = List.of("fixed", "linear", "exponential");

    /** One attempt. */
    public static final RetryPolicy NONE = new RetryPolicy(1, Backoff.FIXED, 0, 0, List.of());

    public RetryPolicy(int maxAttempts, Backoff backoff, int delaySeconds, int maxDelaySeconds, List<String> on) {
        this(maxAttempts, backoff, delaySeconds, maxDelaySeconds, on, Optional.empty());
    }

    /** How waits grow. */
    public enum Backoff {
        FIXED,
        /** By as much again with each failure. */
        LINEAR,
        /** Doubles with each failure; with full jitter, the wait is anything from nothing to that. */
        EXPONENTIAL
    }

    /**
     * Reads the field {@code retry} of a step; what is wrong with it goes to the faults.
     *
     * @param longestSeconds the longest wait there may be
     */
    public static RetryPolicy read(JsonNode policy, String path, int longestSeconds, Faults faults) {
        Fields fields = new Fields(policy, path, faults);
        fields.require("max_attempts");
        int attempts = fields.integer("max_attempts", 1, MOST_ATTEMPTS).orElse(1);
        String backoff = fields.text("backoff", 32).orElse("fixed");
        if (!BACKOFFS.contains(backoff)) {
            faults.add(fields.at("backoff"), "must be one of " + String.join(", ", BACKOFFS));
        }
        int delay = fields.integer("delay_seconds", 0, longestSeconds).orElse(1);
        int maxDelay = fields.integer("max_delay_seconds", 0, longestSeconds).orElse(longestSeconds);
        List<String> on = fields.texts("on").orElse(List.of());
        Optional<Integer> added = fields.integer("jitter_milliseconds", 0, MOST_JITTER_MILLIS);
        fields.refuseOthers();
        return new RetryPolicy(attempts, named(backoff), delay, maxDelay, on, added);
    }

    private static Backoff named(String backoff) {
        return switch (backoff) {
            case "exponential" -> Backoff.EXPONENTIAL;
            case "linear" -> Backoff.LINEAR;
            default -> Backoff.FIXED;
        };
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
        double grown = switch (backoff) {
            case FIXED -> delaySeconds;
            case LINEAR -> (double) delaySeconds * attemptsMade;
            case EXPONENTIAL -> delaySeconds * Math.pow(2, attemptsMade - 1.0);
        };
        double millis = Math.min(grown, maxDelaySeconds) * 1_000;
        boolean full = backoff == Backoff.EXPONENTIAL && addedMillis.isEmpty();
        return Duration.ofMillis((long) (full ? millis * jitter : millis + addedMillis.orElse(0) * jitter));
    }
}

package dev.lockstep.engine.definition;

import java.time.Instant;
import java.util.Optional;

/**
 * What holds for every activity alike.
 *
 * @param timeoutSeconds how long one attempt may take
 * @param compensation the task that undoes this one when the execution fails
 * @param credits what an attempt counts as, for the usage of the execution
 * @param startDelaySeconds for how long it is put off once it is reached
 * @param totalSeconds how long all attempts may take together, from when the first one begins; no limit where there is none
 */
public record Policy(
        RetryPolicy retry,
        int timeoutSeconds,
        OnError onError,
        Optional<String> compensation,
        int credits,
        Optional<Integer> startDelaySeconds,
        Optional<Integer> totalSeconds) {
    public Policy(RetryPolicy retry, int timeoutSeconds, OnError onError, Optional<String> compensation, int credits) {
        this(retry, timeoutSeconds, onError, compensation, credits, Optional.empty(), Optional.empty());
    }

    /** One attempt of this length, and a failure fails what holds the task. */
    public static Policy of(RetryPolicy retry, int timeoutSeconds) {
        return new Policy(retry, timeoutSeconds, OnError.FAIL, Optional.empty(), 1);
    }

    /** The same, tried as often as this. */
    public Policy trying(RetryPolicy other) {
        return new Policy(other, timeoutSeconds, onError, compensation, credits, startDelaySeconds, totalSeconds);
    }

    /** The same, put off for so long; not at all where there is none. */
    public Policy puttingOff(Optional<Integer> seconds) {
        return new Policy(retry, timeoutSeconds, onError, compensation, credits, seconds, totalSeconds);
    }

    /** The same, with so much time for all attempts; as much as they take where there is none. */
    public Policy within(Optional<Integer> seconds) {
        return new Policy(retry, timeoutSeconds, onError, compensation, credits, startDelaySeconds, seconds);
    }

    /** When no attempt may be under way any more, if there is such a time. */
    public Optional<Instant> outOfTimeAt(Instant firstBegan) {
        return totalSeconds.map(firstBegan::plusSeconds);
    }
}

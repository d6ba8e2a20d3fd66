package dev.lockstep.engine.definition;

import java.util.Optional;

/**
 * What holds for every activity alike.
 *
 * @param timeoutSeconds how long one attempt may take
 * @param compensation the task that undoes this one when the execution fails
 * @param credits what an attempt counts as, for the usage of the execution
 */
public record Policy(
        RetryPolicy retry, int timeoutSeconds, OnError onError, Optional<String> compensation, int credits) {
    /** One attempt of this length, and a failure fails what holds the task. */
    public static Policy of(RetryPolicy retry, int timeoutSeconds) {
        return new Policy(retry, timeoutSeconds, OnError.FAIL, Optional.empty(), 1);
    }
}

package dev.lockstep.dialects.pipeline;

import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.Fields;
import dev.lockstep.engine.definition.RetryPolicy;

/** Reads how often an operation is tried, and how long an attempt may take. */
public final class AttemptFields {
    /** An attempt runs within one call of the step function, and must leave it time to record the outcome. */
    private static final int MAX_TIMEOUT_SECONDS = 20;

    private static final int DEFAULT_TIMEOUT_SECONDS = 10;

    private static final int DAY = 86_400;

    private AttemptFields() {}

    /** From {@code timeout_seconds}. */
    public static int timeoutSeconds(Fields step) {
        return step.integer("timeout_seconds", 1, MAX_TIMEOUT_SECONDS).orElse(DEFAULT_TIMEOUT_SECONDS);
    }

    /** From {@code retry}; what is wrong with it goes to the faults. */
    public static RetryPolicy retry(Fields step, Faults faults) {
        return step.any("retry")
                .map(policy -> RetryPolicy.read(policy, step.at("retry"), DAY, faults))
                .orElse(RetryPolicy.NONE);
    }
}

package dev.lockstep.dialects.pipeline;

import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.Fields;
import dev.lockstep.engine.definition.RetryPolicy;
import dev.lockstep.engine.definition.RetryPolicy.Backoff;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads how often an operation is tried, and how long an attempt may take. */
public final class AttemptFields {
    /** An attempt runs within one call of the step function, and must leave it time to record the outcome. */
    private static final int MAX_TIMEOUT_SECONDS = 20;

    private static final int DEFAULT_TIMEOUT_SECONDS = 10;

    private static final int MAX_ATTEMPTS = 100;
    private static final int DAY = 86_400;
    private static final List<String> BACKOFFS = List.of("fixed", "linear", "exponential");

    private AttemptFields() {}

    /** From {@code timeout_seconds}. */
    public static int timeoutSeconds(Fields step) {
        return step.integer("timeout_seconds", 1, MAX_TIMEOUT_SECONDS).orElse(DEFAULT_TIMEOUT_SECONDS);
    }

    /** From {@code retry}; what is wrong with it goes to the faults. */
    public static RetryPolicy retry(Fields step, Faults faults) {
        return step.any("retry")
                .map(policy -> retry(policy, step.at("retry"), faults))
                .orElse(RetryPolicy.NONE);
    }

    private static RetryPolicy retry(JsonNode policy, String path, Faults faults) {
        Fields fields = new Fields(policy, path, faults);
        fields.require("max_attempts");
        int attempts = fields.integer("max_attempts", 1, MAX_ATTEMPTS).orElse(1);
        String backoff = fields.text("backoff", 32).orElse("fixed");
        if (!BACKOFFS.contains(backoff)) {
            faults.add(fields.at("backoff"), "must be one of " + String.join(", ", BACKOFFS));
        }
        int delay = fields.integer("delay_seconds", 0, DAY).orElse(1);
        int maxDelay = fields.integer("max_delay_seconds", 0, DAY).orElse(DAY);
        List<String> on = fields.texts("on").orElse(List.of());
        Optional<Integer> added = fields.integer("jitter_milliseconds", 0, DAY * 1_000);
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
}

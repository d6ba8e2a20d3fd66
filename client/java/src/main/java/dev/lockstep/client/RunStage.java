package dev.lockstep.client;

import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A step of the workflow, as it stands in one run.
 *
 * @param module the type of the step
 * @param output what it gave, once it has completed
 * @param error why it failed, or what its next attempt follows
 * @param creditUsage what all its attempts count as
 * @param executionAttempt the latest attempt, counted from 1
 */
public record RunStage(
        String id,
        String module,
        RunStageStatus status,
        Optional<JsonNode> output,
        Optional<StageError> error,
        long creditUsage,
        int executionAttempt,
        Instant updatedAt) {
    /** Why an attempt failed. */
    public record StageError(String name, Optional<String> message) {}
}

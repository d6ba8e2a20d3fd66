package dev.lockstep.client;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A task that is this worker's for a while.
 *
 * @param remaining how long it was, when it was given
 */
record Lease(String token, Task task, Duration remaining) {
    /** What a poll gives. */
    record Taken(List<Body> tasks) {
        List<Lease> leases(Answer answer, Instant now) {
            return tasks.stream().map(body -> body.lease(answer, now)).toList();
        }
    }

    /** What a heartbeat gives. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Renewed(Instant leaseExpiresAt) {}

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Body(
            String taskToken,
            String type,
            String workflowId,
            String executionId,
            String step,
            Optional<String> iteration,
            int attempt,
            JsonNode input,
            String idempotencyKey,
            Instant leaseExpiresAt,
            Instant timeoutAt) {
        Lease lease(Answer answer, Instant now) {
            Task task =
                    new Task(type, workflowId, executionId, step, iteration, attempt, input, idempotencyKey, timeoutAt);
            return new Lease(taskToken, task, answer.until(leaseExpiresAt, now));
        }
    }
}

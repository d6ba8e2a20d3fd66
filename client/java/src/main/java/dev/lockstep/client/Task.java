package dev.lockstep.client;

import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Work that a step of type {@code Worker} waits for.
 *
 * @param type the step's {@code task_type}
 * @param step the step's id
 * @param iteration within a loop or a list, which round or element it is
 * @param attempt counted from 1
 * @param idempotencyKey the same for every attempt: pass it on to what you call, so that work is done once although a worker may die
 *     between doing it and telling so
 * @param timeoutAt when the attempt has failed, taken or not
 */
public record Task(
        String type,
        String workflowId,
        String executionId,
        String step,
        Optional<String> iteration,
        int attempt,
        JsonNode input,
        String idempotencyKey,
        Instant timeoutAt) {
    /** The input, as a record or whatever else Jackson can make of it. */
    public <T> T inputAs(Class<T> as) {
        return Json.MAPPER.treeToValue(input, as);
    }
}

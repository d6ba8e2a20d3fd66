package dev.lockstep.engine.operations;

import dev.lockstep.engine.definition.Workspace;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One call of an operation.
 *
 * @param input of the type that the operation takes
 * @param config complete: resolved, and valid by the fields' schemas
 * @param idempotencyKey the same for every attempt at this call
 * @param timeout how long it may take; its runner gives up on it then, and what it has open outside it should close by itself
 * @param workspace of the execution that it is part of; empty where it is of none
 */
public record Call(
        JsonNode input, ObjectNode config, String idempotencyKey, Duration timeout, Optional<Workspace> workspace) {
    public Call(JsonNode input, ObjectNode config, String idempotencyKey, Duration timeout) {
        this(input, config, idempotencyKey, timeout, Optional.empty());
    }

    String text() {
        return input.path("text").stringValue("");
    }

    /** A text field of the configuration; what it is by default where it is not given. */
    String text(String field, String byDefault) {
        return config.path(field).stringValue(byDefault);
    }
}

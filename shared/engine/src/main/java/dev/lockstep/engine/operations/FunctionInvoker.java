package dev.lockstep.engine.operations;

import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Invokes Lambda functions, as far as this deployment lets it. A port. */
public interface FunctionInvoker {
    /**
     * Invokes a function once.
     *
     * @return what it answers; empty where no answer is awaited
     * @throws OperationFailure {@code NotAllowed}, {@code FunctionError}, {@code Throttled}, {@code InvocationFailed},
     *     {@code ResponseTooLarge}, {@code TimedOut}
     */
    Optional<JsonNode> invoke(Invocation invocation) throws OperationFailure;

    /**
     * @param function its name or its ARN
     */
    record Invocation(
            String function, JsonNode payload, boolean awaitAnswer, String idempotencyKey, Duration timeout) {}
}

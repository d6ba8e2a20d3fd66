package dev.lockstep.engine.decide;

import dev.lockstep.engine.execution.Failure;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** How one attempt at a stage went. */
public sealed interface AttemptResult {
    /**
     * @param input what the operation was given, where the plan and the outputs before it do not tell
     */
    record Succeeded(Optional<JsonNode> input, JsonNode output) implements AttemptResult {}

    /**
     * @param retryAfter before which no further attempt is to be made, whatever the policy says
     */
    record Failed(Optional<JsonNode> input, Failure failure, Duration retryAfter) implements AttemptResult {
        public Failed(Optional<JsonNode> input, Failure failure) {
            this(input, failure, Duration.ZERO);
        }
    }

    /** The stage's condition did not hold. */
    record NotWanted(JsonNode passed) implements AttemptResult {}
}

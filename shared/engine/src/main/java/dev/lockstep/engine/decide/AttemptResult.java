package dev.lockstep.engine.decide;

import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.StageRunState.Note;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** How one attempt at a stage went. */
public sealed interface AttemptResult {
    /**
     * @param input what the operation was given, where the plan and the outputs before it do not tell
     * @param note what else came of it
     */
    record Succeeded(Optional<JsonNode> input, JsonNode output, Note note) implements AttemptResult {
        public Succeeded(Optional<JsonNode> input, JsonNode output) {
            this(input, output, new Note.None());
        }
    }

    /**
     * @param retryAfter before which no further attempt is to be made, whatever the policy says
     * @param given what the operation was given, for those to whom the failure leads, where it came to that
     */
    record Failed(Optional<JsonNode> input, Failure failure, Duration retryAfter, Optional<JsonNode> given)
            implements AttemptResult {
        public Failed(Optional<JsonNode> input, Failure failure, Optional<JsonNode> given) {
            this(input, failure, Duration.ZERO, given);
        }

        public Failed(Optional<JsonNode> input, Failure failure) {
            this(input, failure, Duration.ZERO, Optional.empty());
        }
    }

    /** The stage's condition did not hold. */
    record NotWanted(JsonNode passed) implements AttemptResult {}
}

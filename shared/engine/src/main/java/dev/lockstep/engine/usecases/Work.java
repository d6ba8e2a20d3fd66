package dev.lockstep.engine.usecases;

import dev.lockstep.engine.decide.AttemptResult;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.operations.Call;
import dev.lockstep.engine.operations.Operation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What there is to do for one attempt at a stage run. */
sealed interface Work {
    /**
     * An operation to run.
     *
     * @param recordedInput the input, where the plan and the outputs before it do not tell
     */
    record Ready(Operation operation, Call call, Optional<JsonNode> recordedInput) implements Work {}

    /** To be run at another time. */
    record Later(Instant at, Optional<JsonNode> recordedInput) implements Work {}

    /** Nothing more: this is what it came to. */
    record Done(AttemptResult result) implements Work {}

    /** It goes on beyond this step, from this state. */
    record Begun(StageRunState state) implements Work {}

    /** To be run for each of these. */
    record Spread(List<JsonNode> items) implements Work {}

    static Work notWanted(JsonNode input) {
        return new Done(new AttemptResult.NotWanted(input));
    }

    static Work broken(Optional<JsonNode> recordedInput, Optional<JsonNode> given, Failure failure) {
        return new Done(new AttemptResult.Failed(recordedInput, failure, given));
    }
}

package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.execution.StageRunState;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Where a failed run's item has what it passes on: an item has no room for the largest input twice. */
enum Passed {
    /** By itself. */
    OUTPUT,
    /** It is the run's input. */
    INPUT,
    /** It is made of the failure and the run's input. */
    FAILURE,
    /** It is the failure's details. */
    DETAILS;

    static Passed of(StageRunState.Failed run, JsonNode passed) {
        Optional<JsonNode> input = run.input();
        if (input.filter(passed::equals).isPresent()) {
            return INPUT;
        }
        if (run.failure().details().filter(passed::equals).isPresent()) {
            return DETAILS;
        }
        return input.filter(given -> passed.equals(run.failure().toJson(given))).isPresent() ? FAILURE : OUTPUT;
    }
}

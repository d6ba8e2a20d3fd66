package dev.lockstep.engine.simulation;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What an expression sees. */
interface View {
    /** The execution's input. */
    int n();

    Optional<JsonNode> output(String stage);

    String status(String stage);

    /** How many rounds of a loop are over. */
    int rounds(String loop);

    Optional<JsonNode> variable(String name);

    JsonNode item();

    int index();

    /** What operations sum up to, or 0 where the stage gave something else, or nothing. */
    default int sum(String stage) {
        return output(stage).map(output -> output.path("sum").asInt(0)).orElse(0);
    }
}

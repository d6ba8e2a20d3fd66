package dev.lockstep.engine.execution;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What somebody had run anew: a stage outside all loops, and all that comes after it.
 *
 * @param generation of the runs that it begins, from 1 on
 * @param input for the stage instead of the one that it had
 * @param executionInput for the execution from then on, instead of the one that it had
 * @param correlationId of the execution from then on, instead of the one that it had
 */
public record Rerun(
        int generation,
        String stage,
        Optional<JsonNode> input,
        Optional<JsonNode> executionInput,
        Optional<String> correlationId) {
    /** How many times an execution may be rerun. */
    public static final int MOST = 20;

    public Rerun(int generation, String stage, Optional<JsonNode> input) {
        this(generation, stage, input, Optional.empty(), Optional.empty());
    }
}

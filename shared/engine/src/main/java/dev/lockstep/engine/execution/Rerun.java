package dev.lockstep.engine.execution;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What somebody had run anew: a stage outside all loops, and all that comes after it.
 *
 * @param generation of the runs that it begins, from 1 on
 * @param input for the stage instead of the one that it had
 */
public record Rerun(int generation, String stage, Optional<JsonNode> input) {
    /** How many times an execution may be rerun. */
    public static final int MOST = 20;
}

package dev.lockstep.engine.usecases;

import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.StageRunKey;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who stands in for the world where an execution is only tried out: an attempt that one has something to tell of is left to them, as
 * a worker's task is to workers, and so is each that would have an effect.
 */
public interface StandIns {
    /**
     * An attempt that is about to be made, or was.
     *
     * @param task as the plan has it
     * @param label what is said of it by whoever told what it does, where the plan does not tell; otherwise empty
     */
    record Attempted(ExecutionId execution, StageRunKey run, Stage.Task task, ObjectNode label) {}

    /** Whether somebody has something to tell of the next attempt at a run. */
    boolean haveTold(Attempted attempted);
}

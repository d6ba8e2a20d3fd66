package dev.lockstep.engine.execution;

import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.WorkflowRef;

/**
 * The stage run of another execution that an execution does the work of.
 *
 * @param depth how deep the execution is below the one that nobody has for a child, from 1 on
 */
public record Parent(WorkflowRef workflow, ExecutionId execution, StageRunKey run, int depth) {
    /** How deep executions may be below each other. */
    public static final int DEEPEST = 8;

    /** Whether the execution was started since the other had failed, and does none of its work. */
    public boolean hasFailed() {
        return run.stage().equals(Plan.ON_FAILURE);
    }

    /** The same execution, at another run. */
    Parent at(StageRunKey other) {
        return new Parent(workflow, execution, other, depth);
    }

    public Step step() {
        return new Step(workflow, execution, run);
    }
}

package dev.lockstep.engine.live;

import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.execution.ExecutionId;

/** What a connection follows. */
public sealed interface Subject {
    record OfExecution(ExecutionId execution) implements Subject {}

    /** Its executions, from those on that start after it is followed. */
    record OfWorkflow(WorkflowId workflow) implements Subject {}
}

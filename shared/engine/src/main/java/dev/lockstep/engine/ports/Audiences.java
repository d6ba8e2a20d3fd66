package dev.lockstep.engine.ports;

import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.progress.Audience;

/** Tells who wants to hear of executions, each in one small read, strongly consistent. */
public interface Audiences {
    Audience of(ExecutionId execution);

    /** Who is to hear of an execution of that workflow that starts now. */
    Audience ofNew(WorkflowRef workflow);
}

package dev.lockstep.dialects.conductor.search;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.ReadExecution;
import java.util.List;

/** Reads several executions at once. */
@FunctionalInterface
public interface WorkflowReads {
    /** Those that there are of the ids, in their order. Together they have no more data than one answer may show. */
    List<ReadExecution.Found> read(Caller caller, List<ExecutionId> ids);
}

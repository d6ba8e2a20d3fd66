package dev.lockstep.engine.ports;

import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.ExecutionSummary;
import dev.lockstep.engine.execution.Recorded;
import java.time.Instant;
import java.util.Optional;

/** Where executions are recorded. */
public interface ExecutionStore {
    /**
     * Records a new execution.
     *
     * @param wakeAt when the watchdog looks at it first
     * @return whether it is new; what is recorded under its id otherwise stays as it is
     */
    boolean create(Execution execution, Instant wakeAt);

    /** Records the end of a live execution, and that nothing need wake it any more; answers the execution as it now stands, or nothing where there is none. */
    Optional<Ending> end(ExecutionId id, ExecutionState.Ended end);

    /**
     * @param ended whether this call ended it; otherwise it had ended before
     */
    record Ending(boolean ended, Execution execution) {}

    /** The execution with all its stage runs, strongly consistent. */
    Optional<Recorded> read(ExecutionId id);

    /**
     * The executions of a workflow, newest first.
     *
     * @param state only those in this state
     */
    Page<ExecutionSummary> list(
            Workspace workspace, WorkflowId workflow, Optional<ExecutionState.Name> state, PageRequest page);
}

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
import java.util.Set;

/** Where executions are recorded. */
public interface ExecutionStore {
    /**
     * Records a new execution.
     *
     * @param wakeAt when the watchdog looks at it first
     * @return whether it is new; what is recorded under its id otherwise stays as it is
     */
    boolean create(Execution execution, Instant wakeAt);

    /**
     * Moves an execution to another state, if it is in one of those given.
     *
     * @param wakeAt when the watchdog is to look at it next; empty where nothing need wake it in that state
     * @param more what is to be added to its past, in the same write
     * @return the execution as it then stands; empty where there is none
     */
    Optional<Change> change(
            ExecutionId id,
            Set<ExecutionState.Name> from,
            ExecutionState to,
            Optional<Instant> wakeAt,
            Execution.Past more);

    /** Moves an execution to another state, if it is in one of those given, with nothing to add to its past. */
    default Optional<Change> change(
            ExecutionId id, Set<ExecutionState.Name> from, ExecutionState to, Optional<Instant> wakeAt) {
        return change(id, from, to, wakeAt, Execution.Past.NONE);
    }

    /**
     * Moves an execution to another state, if it is in one of those given and nobody has had it go on anew since it was seen. What
     * was reckoned before that does not hold for it any more.
     *
     * @param seen the execution as it was when it was reckoned where to move it
     * @param more what is to be added to its past, in the same write
     */
    Optional<Change> changeAsSeen(
            Execution seen,
            Set<ExecutionState.Name> from,
            ExecutionState to,
            Optional<Instant> wakeAt,
            Execution.Past more);

    /** Moves an execution to another state, as it was seen, with nothing to add to its past. */
    default Optional<Change> changeAsSeen(
            Execution seen, Set<ExecutionState.Name> from, ExecutionState to, Optional<Instant> wakeAt) {
        return changeAsSeen(seen, from, to, wakeAt, Execution.Past.NONE);
    }

    /** Ends a live execution. */
    default Optional<Change> end(ExecutionId id, ExecutionState.Ended end) {
        return change(id, Set.of(ExecutionState.Name.LIVE), end, Optional.empty());
    }

    /**
     * What became of a call for a change.
     *
     * @param made whether this call made it; otherwise the execution was in another state, and still is
     */
    record Change(boolean made, Execution execution) {}

    /**
     * The execution with all its stage runs, strongly consistent, but with no more of their data than asked for: from the first
     * run on whose data does not fit, runs come without it. So an execution of any size can be read.
     *
     * @param dataBytes how much, about, in bytes of JSON
     */
    Optional<Recorded> read(ExecutionId id, long dataBytes);

    /** The execution with all its stage runs and all their data, strongly consistent. */
    default Optional<Recorded> read(ExecutionId id) {
        return read(id, Long.MAX_VALUE);
    }

    /**
     * The executions of a workflow, newest first.
     *
     * @param state only those in this state
     */
    Page<ExecutionSummary> list(
            Workspace workspace, WorkflowId workflow, Optional<ExecutionState.Name> state, PageRequest page);
}

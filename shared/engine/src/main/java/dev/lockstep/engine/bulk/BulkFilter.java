package dev.lockstep.engine.bulk;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Ulid;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which executions of a workflow are meant: those for which all that is given holds. When an execution was created is told by its
 * id, by which lists are in order; that of one that a schedule started tells when it was due.
 *
 * @param executions those alone, where any are named
 */
public record BulkFilter(
        Optional<ExecutionState.Name> status,
        Optional<Instant> createdAfter,
        Optional<Instant> createdBefore,
        List<ExecutionId> executions) {
    /** How many executions may be named. */
    public static final int MOST_NAMED = 100;

    public BulkFilter {
        executions = List.copyOf(executions);
    }

    /** Whether an execution was created late enough: in a list, once one was not, no other after it was. */
    boolean isLateEnough(ExecutionId execution) {
        return createdAfter.isEmpty() || Ulid.time(execution.value()).isAfter(createdAfter.get());
    }

    boolean isEarlyEnough(ExecutionId execution) {
        return createdBefore.isEmpty() || Ulid.time(execution.value()).isBefore(createdBefore.get());
    }
}

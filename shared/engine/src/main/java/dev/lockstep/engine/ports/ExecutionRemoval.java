package dev.lockstep.engine.ports;

import dev.lockstep.engine.execution.ExecutionId;

/** Removes executions before they expire. */
public interface ExecutionRemoval {
    /**
     * Removes the own record of an execution that has ended. What else is recorded of it is cleared away then, as of one that expired.
     *
     * @return whether there is none any more; otherwise it has not ended
     */
    boolean remove(ExecutionId id);
}

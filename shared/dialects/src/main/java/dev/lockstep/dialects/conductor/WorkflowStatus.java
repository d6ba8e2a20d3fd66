package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.execution.ExecutionState;

/** The statuses of a workflow, as they are answered. */
public enum WorkflowStatus {
    RUNNING,
    PAUSED,
    COMPLETED,
    FAILED,
    TIMED_OUT,
    TERMINATED;

    /** How an execution stands, by its state's name alone: a workflow that ended itself as terminated shows as failed here. */
    public static WorkflowStatus of(ExecutionState.Name state) {
        return switch (state) {
            case LIVE, COMPENSATING -> RUNNING;
            case PAUSED -> PAUSED;
            case COMPLETED -> COMPLETED;
            case FAILED -> FAILED;
            case TIMED_OUT -> TIMED_OUT;
            case CANCELED -> TERMINATED;
        };
    }
}

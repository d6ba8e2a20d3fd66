package dev.lockstep.dialects.pipeline;

import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionState;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The statuses of an execution, as they are answered and asked for. */
public enum ExecutionStatus {
    PENDING,
    RUNNING,
    PAUSED,
    COMPLETED,
    FAILED,
    CANCELED,
    TIMED_OUT;

    /**
     * A list reads execution items alone and cannot tell whether the first stage has begun: what is live shows as running there.
     */
    static ExecutionStatus ofListed(ExecutionState.Name state) {
        return switch (state) {
            case LIVE -> RUNNING;
            case PAUSED -> PAUSED;
            case COMPLETED -> COMPLETED;
            case FAILED -> FAILED;
            case CANCELED -> CANCELED;
            case TIMED_OUT -> TIMED_OUT;
            // What was done is being undone.
            case COMPENSATING -> RUNNING;
        };
    }

    static ExecutionStatus of(Execution execution, boolean begun) {
        ExecutionStatus status = ofListed(execution.state().name());
        return status == RUNNING && !begun ? PENDING : status;
    }

    public static Optional<ExecutionStatus> parse(String name) {
        return Arrays.stream(values())
                .filter(status -> status.name().equals(name))
                .findFirst();
    }

    public static List<String> names() {
        return Arrays.stream(values()).map(Enum::name).toList();
    }

    /** What to look for in the store. */
    public ExecutionState.Name stored() {
        return switch (this) {
            case PENDING, RUNNING -> ExecutionState.Name.LIVE;
            case PAUSED -> ExecutionState.Name.PAUSED;
            case COMPLETED -> ExecutionState.Name.COMPLETED;
            case FAILED -> ExecutionState.Name.FAILED;
            case CANCELED -> ExecutionState.Name.CANCELED;
            case TIMED_OUT -> ExecutionState.Name.TIMED_OUT;
        };
    }
}

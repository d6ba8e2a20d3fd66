package dev.lockstep.dialects.run;

import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionState;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The statuses of a run, as they are answered and asked for. */
public enum RunStatus {
    CREATED,
    EXECUTING,
    COMPLETED,
    FAILED,
    CANCELED;

    static RunStatus of(ExecutionState.Name state, boolean begun) {
        return switch (state) {
            case LIVE -> begun ? EXECUTING : CREATED;
            // It is held, or undoes what it did: it goes on.
            case PAUSED, COMPENSATING -> EXECUTING;
            case COMPLETED -> COMPLETED;
            // Taking too long is a way to fail.
            case FAILED, TIMED_OUT -> FAILED;
            case CANCELED -> CANCELED;
        };
    }

    /** A list reads executions alone, without their stages: what goes on shows as executing there. */
    public static RunStatus ofListed(Execution execution) {
        return of(execution.state().name(), true);
    }

    public static Optional<RunStatus> parse(String name) {
        return Arrays.stream(values())
                .filter(status -> status.name().equals(name))
                .findFirst();
    }

    /** Those that a list can tell. */
    public static List<RunStatus> listed() {
        return List.of(EXECUTING, COMPLETED, FAILED, CANCELED);
    }
}

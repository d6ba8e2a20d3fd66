package dev.lockstep.dialects.machine;

import dev.lockstep.engine.execution.Control;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionState;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The statuses of an execution, as they are answered and asked for. */
public enum MachineStatus {
    /** Accepted, and nothing recorded yet. */
    CREATED,
    STARTED,
    /** A state's work is under way. */
    PROCESSING,
    /** It has ended before it was through: somebody stopped it, or it failed. */
    STOPPED,
    KILLED,
    COMPLETED;

    /** A list reads executions alone, without their states: what goes on shows as started there. */
    public static MachineStatus ofListed(Execution execution) {
        return switch (execution.state()) {
            case ExecutionState.Live live -> STARTED;
            case ExecutionState.Paused paused -> STARTED;
            case ExecutionState.Compensating compensating -> STARTED;
            case ExecutionState.Completed completed -> COMPLETED;
            case ExecutionState.Canceled canceled -> wasKilled(execution) ? KILLED : STOPPED;
            case ExecutionState.Failed failed -> STOPPED;
            case ExecutionState.TimedOut timedOut -> STOPPED;
        };
    }

    /**
     * @param begun whether anything of it is recorded
     * @param works whether work is under way, or about to be
     */
    static MachineStatus of(Execution execution, boolean begun, boolean works) {
        MachineStatus status = ofListed(execution);
        if (status != STARTED) {
            return status;
        }
        if (works) {
            return PROCESSING;
        }
        return begun ? STARTED : CREATED;
    }

    /** By the last end that somebody put to it. */
    private static boolean wasKilled(Execution execution) {
        return execution.past().controls().stream()
                .map(Control::kind)
                .filter(kind -> kind == Control.Kind.KILL || kind == Control.Kind.CANCEL)
                .reduce((earlier, later) -> later)
                .filter(kind -> kind == Control.Kind.KILL)
                .isPresent();
    }

    public static Optional<MachineStatus> parse(String label) {
        return Arrays.stream(values())
                .filter(status -> status.label().equals(label))
                .findFirst();
    }

    /** Those that a list can tell. */
    public static List<MachineStatus> listed() {
        return List.of(STARTED, STOPPED, KILLED, COMPLETED);
    }

    /** As it is answered. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

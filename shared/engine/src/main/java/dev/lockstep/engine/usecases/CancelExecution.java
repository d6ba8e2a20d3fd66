package dev.lockstep.engine.usecases;

import dev.lockstep.engine.execution.Actor;
import dev.lockstep.engine.execution.Control;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.ExecutionState.Name;
import dev.lockstep.engine.ports.ExecutionStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Cancels an execution: nothing new starts in it, and what runs ends without a trace in its status. */
public final class CancelExecution {
    private final Controls controls;

    public CancelExecution(ReadExecution read, ExecutionStore executions, Effects effects, InstantSource clock) {
        this.controls = new Controls(read, executions, effects, clock);
    }

    /**
     * @return the execution as it then stands; one that was canceled before stays as it was
     * @throws Refusal where the caller's workspace has no such execution of the workflow, or it has ended otherwise
     */
    public ReadExecution.Found cancel(Caller caller, String workflow, ExecutionId id, Optional<String> reason) {
        return cancel(caller, () -> controls.read(caller, workflow, id), Control.Kind.CANCEL, reason);
    }

    /**
     * The same, of whatever workflow it is.
     *
     * @throws Refusal where the caller's workspace has no such execution, or it has ended otherwise
     */
    public ReadExecution.Found cancel(Caller caller, ExecutionId id, Optional<String> reason) {
        return cancel(caller, () -> controls.read(caller, id), Control.Kind.CANCEL, reason);
    }

    /**
     * The same, recorded as what was under way being abandoned.
     *
     * @throws Refusal as {@link #cancel(Caller, ExecutionId, Optional)} does
     */
    public ReadExecution.Found kill(Caller caller, ExecutionId id, Optional<String> reason) {
        return cancel(caller, () -> controls.read(caller, id), Control.Kind.KILL, reason);
    }

    private ReadExecution.Found cancel(
            Caller caller, Supplier<ReadExecution.Found> read, Control.Kind kind, Optional<String> reason) {
        ReadExecution.Found found = read.get();
        Execution execution = found.recorded().execution();
        if (!execution.hasEnded()) {
            Instant now = controls.now();
            Control control = new Control(now, kind, new Actor(caller.keyId(), reason));
            Optional<ExecutionStore.Change> change = controls.change(
                    execution,
                    Set.of(Name.LIVE, Name.PAUSED, Name.COMPENSATING),
                    new ExecutionState.Canceled(now, caller.keyId(), reason),
                    Optional.empty(),
                    new Execution.Past(List.of(control), List.of()));
            controls.effects().ended(found.version().plan(), change);
            found = read.get();
        }
        if (found.recorded().execution().state() instanceof ExecutionState.Canceled) {
            return found;
        }
        throw Controls.ended(found.recorded().execution());
    }
}

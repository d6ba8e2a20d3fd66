package dev.lockstep.engine.usecases;

import dev.lockstep.engine.execution.Control;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.ExecutionState.Name;
import dev.lockstep.engine.ports.ExecutionStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Holds an execution, so that nothing new starts in it, and lets it go on from what is recorded. */
public final class PauseExecution {
    private final Controls controls;

    public PauseExecution(ReadExecution read, ExecutionStore executions, Effects effects, InstantSource clock) {
        this.controls = new Controls(read, executions, effects, clock);
    }

    /**
     * Pauses. What is under way ends, and its outcome is recorded.
     *
     * @return the execution as it then stands; one that was paused before stays as it was
     * @throws Refusal where the caller's workspace has no such execution of the workflow, or it has ended or is undone
     */
    public ReadExecution.Found pause(Caller caller, String workflow, ExecutionId id, Optional<String> reason) {
        return pause(caller, () -> controls.read(caller, workflow, id), reason);
    }

    /**
     * The same, of whatever workflow it is, without the data of its stages.
     *
     * @throws Refusal as {@link #pause(Caller, String, ExecutionId, Optional)} does
     */
    public ReadExecution.Found pause(Caller caller, ExecutionId id, Optional<String> reason) {
        return pause(caller, () -> controls.readBare(caller, id), reason);
    }

    private ReadExecution.Found pause(Caller caller, Supplier<ReadExecution.Found> read, Optional<String> reason) {
        Execution execution = read.get().recorded().execution();
        Instant now = controls.now();
        if (execution.isLive()) {
            controls.change(
                    execution,
                    Set.of(Name.LIVE),
                    new ExecutionState.Paused(now, caller.keyId(), reason),
                    Optional.empty(),
                    controls.recorded(execution, caller, Control.Kind.PAUSE, now, reason));
        }
        ReadExecution.Found found = Controls.notEnded(read.get());
        if (found.recorded().execution().state() instanceof ExecutionState.Compensating) {
            throw Refusal.isUndone(execution.id().value());
        }
        return found;
    }

    /**
     * Resumes: does all that follows from the records and has left no trace in them. On an execution that is not paused it does
     * the same, so that a call that broke off may be repeated.
     *
     * @throws Refusal where the caller's workspace has no such execution of the workflow, or it has ended
     */
    public ReadExecution.Found resume(Caller caller, String workflow, ExecutionId id, Optional<String> reason) {
        Supplier<ReadExecution.Found> read = () -> controls.read(caller, workflow, id);
        return resume(caller, read.get().recorded().execution(), read, reason);
    }

    /**
     * The same of one that is paused, of whatever workflow it is, without the data of its stages.
     *
     * @throws Refusal where the caller's workspace has no such execution, or it is not paused
     */
    public ReadExecution.Found resumePaused(Caller caller, ExecutionId id, Optional<String> reason) {
        ReadExecution.Found found = Controls.notEnded(controls.readBare(caller, id));
        if (!(found.recorded().execution().state() instanceof ExecutionState.Paused)) {
            throw Refusal.isNotPaused(id.value());
        }
        return resume(caller, found.recorded().execution(), () -> controls.readBare(caller, id), reason);
    }

    private ReadExecution.Found resume(
            Caller caller, Execution execution, Supplier<ReadExecution.Found> read, Optional<String> reason) {
        Instant now = controls.now();
        if (execution.state() instanceof ExecutionState.Paused) {
            controls.change(
                    execution,
                    Set.of(Name.PAUSED),
                    new ExecutionState.Live(),
                    Optional.of(now),
                    controls.recorded(execution, caller, Control.Kind.RESUME, now, reason));
        }
        return controls.goOn(read);
    }
}

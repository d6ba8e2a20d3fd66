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
        Execution execution = controls.read(caller, workflow, id).recorded().execution();
        Instant now = controls.now();
        if (execution.isLive()) {
            controls.change(
                    execution,
                    Set.of(Name.LIVE),
                    new ExecutionState.Paused(now, caller.keyId(), reason),
                    Optional.empty(),
                    controls.recorded(execution, caller, Control.Kind.PAUSE, now, reason));
        }
        ReadExecution.Found found = Controls.notEnded(controls.read(caller, workflow, id));
        if (found.recorded().execution().state() instanceof ExecutionState.Compensating) {
            throw Refusal.isUndone(id.value());
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
        Execution execution = controls.read(caller, workflow, id).recorded().execution();
        Instant now = controls.now();
        if (execution.state() instanceof ExecutionState.Paused) {
            controls.change(
                    execution,
                    Set.of(Name.PAUSED),
                    new ExecutionState.Live(),
                    Optional.of(now),
                    controls.recorded(execution, caller, Control.Kind.RESUME, now, reason));
        }
        return controls.goOn(caller, workflow, id);
    }
}

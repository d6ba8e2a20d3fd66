package dev.lockstep.engine.usecases;

import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.ports.ExecutionStore;
import java.time.InstantSource;

/** Has an execution go on now, where the watchdog would have it go on later: does all that follows from what is recorded. */
public final class NudgeExecution {
    private final Controls controls;

    public NudgeExecution(ReadExecution read, ExecutionStore executions, Effects effects, InstantSource clock) {
        this.controls = new Controls(read, executions, effects, clock);
    }

    /**
     * One that is paused or has ended stays as it is.
     *
     * @throws Refusal where the workspace has no such execution
     */
    public void nudge(Caller caller, ExecutionId id) {
        Execution execution = controls.readBare(caller, id).recorded().execution();
        if (execution.isLive()) {
            goOn(caller, execution);
        }
    }

    private void goOn(Caller caller, Execution execution) {
        try {
            controls.goOn(() -> controls.readBare(caller, execution.id()));
        } catch (Refusal refusal) {
            // It has ended meanwhile.
            if (refusal.kind() != Refusal.Kind.CONFLICT) {
                throw refusal;
            }
        }
    }
}

package dev.lockstep.engine.usecases;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.ExecutionState.Name;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.ports.ExecutionStore;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** Cancels an execution: nothing new starts in it, and what runs ends without a trace in its status. */
public final class CancelExecution {
    private final ReadExecution read;
    private final ExecutionStore executions;
    private final InstantSource clock;

    public CancelExecution(ReadExecution read, ExecutionStore executions, InstantSource clock) {
        this.read = read;
        this.executions = executions;
        this.clock = clock;
    }

    /**
     * @return the execution as it then stands; one that was canceled before stays as it was
     * @throws Refusal where the caller's workspace has no such execution of the workflow, or it has ended otherwise
     */
    public ReadExecution.Found cancel(Caller caller, String workflow, ExecutionId id, Optional<String> reason) {
        ReadExecution.Found found = read.read(caller, workflow, id);
        if (!found.recorded().execution().hasEnded()) {
            ExecutionState canceled = new ExecutionState.Canceled(clock.instant(), caller.keyId(), reason);
            executions.change(id, Set.of(Name.LIVE, Name.PAUSED), canceled, Optional.empty());
            found = read.read(caller, workflow, id);
        }
        return switch (found.recorded().execution().state()) {
            case ExecutionState.Canceled canceled -> found;
            case ExecutionState.Live live -> throw new IllegalStateException("an end was recorded and is not there");
            case ExecutionState.Paused paused ->
                throw new IllegalStateException("an end was recorded and is not there");
            case ExecutionState.Completed completed -> throw refused(found.recorded());
            case ExecutionState.Failed failed -> throw refused(found.recorded());
        };
    }

    private static Refusal refused(Recorded recorded) {
        return Refusal.hasEnded(
                recorded.execution().id().value(),
                recorded.execution().state().name().name());
    }
}

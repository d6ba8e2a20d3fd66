package dev.lockstep.engine.usecases;

import dev.lockstep.engine.decide.Frontier;
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
    private final ReadExecution read;
    private final ExecutionStore executions;
    private final Effects effects;
    private final InstantSource clock;

    public PauseExecution(ReadExecution read, ExecutionStore executions, Effects effects, InstantSource clock) {
        this.read = read;
        this.executions = executions;
        this.effects = effects;
        this.clock = clock;
    }

    /**
     * Pauses. What is under way ends, and its outcome is recorded.
     *
     * @return the execution as it then stands; one that was paused before stays as it was
     * @throws Refusal where the caller's workspace has no such execution of the workflow, or it has ended
     */
    public ReadExecution.Found pause(Caller caller, String workflow, ExecutionId id, Optional<String> reason) {
        read.read(caller, workflow, id);
        ExecutionState paused = new ExecutionState.Paused(clock.instant(), caller.keyId(), reason);
        executions.change(id, Set.of(Name.LIVE), paused, Optional.empty());
        return notEnded(read.read(caller, workflow, id));
    }

    /**
     * Resumes: does all that follows from the records and has left no trace in them. On an execution that is not paused it does
     * the same, so that a call that broke off may be repeated.
     *
     * @param reason of no matter: a running execution keeps none
     * @throws Refusal where the caller's workspace has no such execution of the workflow, or it has ended
     */
    public ReadExecution.Found resume(Caller caller, String workflow, ExecutionId id, Optional<String> reason) {
        read.read(caller, workflow, id);
        Instant now = clock.instant();
        executions.change(id, Set.of(Name.PAUSED), new ExecutionState.Live(), Optional.of(now));
        ReadExecution.Found resumed = notEnded(read.read(caller, workflow, id));
        Frontier frontier = new Frontier(resumed.version().plan(), resumed.recorded());
        effects.apply(resumed.version().plan(), resumed.recorded().execution(), frontier.effects(now));
        return read.read(caller, workflow, id);
    }

    private static ReadExecution.Found notEnded(ReadExecution.Found found) {
        Execution execution = found.recorded().execution();
        if (execution.hasEnded()) {
            throw Refusal.hasEnded(
                    execution.id().value(), execution.state().name().name());
        }
        return found;
    }
}

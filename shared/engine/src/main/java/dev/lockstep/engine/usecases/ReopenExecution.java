package dev.lockstep.engine.usecases;

import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.Control;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.ports.ExecutionStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Has an execution that has ended go on from what failed. */
public final class ReopenExecution {
    private final Controls controls;

    public ReopenExecution(ReadExecution read, ExecutionStore executions, Effects effects, InstantSource clock) {
        this.controls = new Controls(read, executions, effects, clock);
    }

    /**
     * Tries the failed stages again, with all the attempts that their policies give, and goes on where others had stopped. What
     * has succeeded is not run again. Where others wait for the execution, and have failed with it, they go on too.
     *
     * @return the execution as it then stands; one that goes on already stays as it is
     * @throws Refusal where the caller's workspace has no such execution of the workflow, it has completed, or what it did was
     *     undone
     */
    public ReadExecution.Found retry(Caller caller, String workflow, ExecutionId id, Optional<String> reason) {
        return retry(caller, () -> controls.read(caller, workflow, id), Control.Kind.RETRY, reason);
    }

    /**
     * The same, but where a stage failed by an execution that did its work, this is tried again within that one, rather than by a
     * new one.
     *
     * @throws Refusal as {@link #retry(Caller, String, ExecutionId, Optional)} does
     */
    public ReadExecution.Found retryWithin(Caller caller, String workflow, ExecutionId id, Optional<String> reason) {
        return retry(caller, () -> controls.read(caller, workflow, id), Control.Kind.RETRY_WITHIN, reason);
    }

    /**
     * The same, of whatever workflow it is, without the data of its stages.
     *
     * @param kind one that tries again
     */
    public ReadExecution.Found retry(Caller caller, ExecutionId id, Control.Kind kind, Optional<String> reason) {
        return retry(caller, () -> controls.readBare(caller, id), kind, reason);
    }

    private ReadExecution.Found retry(
            Caller caller, Supplier<ReadExecution.Found> read, Control.Kind kind, Optional<String> reason) {
        ReadExecution.Found found = read.get();
        Execution execution = found.recorded().execution();
        if (execution.state() instanceof ExecutionState.Completed) {
            throw Refusal.nothingToRetry(execution.id().value());
        }
        if (execution.hasEnded()) {
            refuseUndone(found);
            Optional<ExecutionId> above = failedWith(caller, execution);
            if (above.isPresent()) {
                retry(caller, above.get(), Control.Kind.RETRY_WITHIN, reason);
                return read.get();
            }
            Instant at = after(found.recorded(), controls.now());
            controls.reopen(execution, controls.recorded(execution, caller, kind, at, reason));
        }
        return controls.goOn(read);
    }

    /** The execution that waited for this one, and has ended with it: where it goes on, it has this one go on. */
    private Optional<ExecutionId> failedWith(Caller caller, Execution child) {
        return child.parent()
                .flatMap(parent -> controls.findBare(caller, parent.execution()))
                .filter(above -> above.recorded().execution().hasEnded()
                        && !(above.recorded().execution().state() instanceof ExecutionState.Completed)
                        && !wasUndone(above.version().plan(), above.recorded())
                        && isHeldUp(
                                above.recorded()
                                        .run(child.parent().orElseThrow().run()),
                                child.id()))
                .map(above -> above.recorded().execution().id());
    }

    private static boolean isHeldUp(Optional<StageRun> run, ExecutionId child) {
        return run.filter(known -> !(known.state() instanceof StageRunState.Completed))
                .flatMap(StageRun::child)
                .equals(Optional.of(child));
    }

    /** @throws Refusal where what it did was undone */
    static void refuseUndone(ReadExecution.Found found) {
        if (wasUndone(found.version().plan(), found.recorded())) {
            throw Refusal.wasUndone(found.recorded().execution().id().value());
        }
    }

    /** Whether anything that it did was undone, or is being. */
    static boolean wasUndone(Plan plan, Recorded recorded) {
        return recorded.runs().keySet().stream()
                .anyMatch(key -> plan.find(key.stage()).orElse(null) instanceof Stage.Task task
                        && task.place().undoes().isPresent());
    }

    /** A time after all that is recorded, whatever the clocks say: what failed until then is tried again. */
    static Instant after(Recorded recorded, Instant now) {
        Stream<Instant> outcomes = recorded.runs().values().stream()
                .map(StageRun::state)
                .filter(StageRunState.Outcome.class::isInstance)
                .map(state -> ((StageRunState.Outcome) state).at());
        return Stream.concat(Stream.of(now), outcomes)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }
}

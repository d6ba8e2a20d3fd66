package dev.lockstep.engine.decide;

import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Undoes what an execution has done, one task after the other: what was completed last comes first. */
public final class Compensation {
    private final Plan plan;
    private final Recorded recorded;
    private final Iterations iterations;

    public Compensation(Plan plan, Recorded recorded) {
        this.plan = plan;
        this.recorded = recorded;
        this.iterations = new Iterations(plan, recorded.execution().past().reruns());
    }

    /** What is to be done now. */
    public sealed interface Next {
        /** Run this. */
        record Undo(StageRunKey run, Instant notBefore) implements Next {}

        /** Something is still under way that may have to be undone. */
        record Wait(Instant until) implements Next {}

        record Done() implements Next {}
    }

    public Next next(Instant now) {
        Optional<Instant> lease = recorded.runs().values().stream()
                .filter(run -> compensation(run).isPresent())
                .map(StageRun::state)
                .filter(StageRunState.Running.class::isInstance)
                .map(run -> ((StageRunState.Running) run).leaseUntil())
                .filter(until -> until.isAfter(now))
                .min(Comparator.naturalOrder());
        if (lease.isPresent()) {
            return new Next.Wait(lease.get());
        }
        return toUndo().stream()
                .map(this::undo)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(Next.Done::new);
    }

    /**
     * The end that compensation was for, at the time when it is through.
     *
     * @param started what was started on the failure
     */
    public static ExecutionState.Ended finished(
            ExecutionState.Compensating compensating, Instant now, Optional<ExecutionId> started) {
        return switch (compensating.end()) {
            case ExecutionState.Failed failed ->
                new ExecutionState.Failed(now, failed.stage(), failed.failure(), started);
            case ExecutionState.TimedOut timedOut -> new ExecutionState.TimedOut(now, started);
            case ExecutionState.Completed completed -> completed;
            case ExecutionState.Canceled canceled -> canceled;
        };
    }

    private List<StageRun> toUndo() {
        Function<StageRun, Instant> completedAt = run -> ((StageRunState.Completed) run.state()).at();
        return recorded.runs().values().stream()
                .filter(run -> run.state() instanceof StageRunState.Completed)
                .filter(run -> compensation(run).isPresent() && iterations.isCurrent(run.key()))
                .sorted(Comparator.comparing(completedAt)
                        .reversed()
                        .thenComparing(run -> run.key().toString()))
                .toList();
    }

    private Optional<String> compensation(StageRun run) {
        return plan.stage(run.key().stage()) instanceof Stage.Task task
                        && (task.forEach().isEmpty()
                                || iterations.isElement(task, run.key().iteration()))
                ? task.policy().compensation()
                : Optional.empty();
    }

    /** Empty where it is undone, or was tried for good. */
    private Optional<Next> undo(StageRun done) {
        StageRunKey key =
                new StageRunKey(compensation(done).orElseThrow(), done.key().iteration());
        Optional<StageRunState> state = recorded.run(key).map(StageRun::state);
        if (state.isEmpty()) {
            return Optional.of(new Next.Undo(key, Instant.EPOCH));
        }
        return switch (state.get()) {
            case StageRunState.Outcome outcome -> Optional.empty();
            case StageRunState.Retrying retrying -> Optional.of(new Next.Undo(key, retrying.next()));
            case StageRunState.Running running -> Optional.of(new Next.Undo(key, running.leaseUntil()));
            case StageRunState.Waiting waiting -> Optional.of(new Next.Undo(key, waiting.until()));
            case StageRunState other -> Optional.of(new Next.Undo(key, Instant.EPOCH));
        };
    }
}

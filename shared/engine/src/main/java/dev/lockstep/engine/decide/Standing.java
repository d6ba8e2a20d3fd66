package dev.lockstep.engine.decide;

import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Iteration;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How each task of an execution stands, as its records tell together. Once an execution has ended before its plan did, what had no
 * outcome by then is canceled for good: an outcome that comes in later, of work that was under way, no longer counts, so that no
 * answer takes back another.
 */
public final class Standing {
    private final Plan plan;
    private final Recorded recorded;
    private final Iterations iterations;
    private final Set<StageRunKey> skipped = new HashSet<>();
    private final Map<String, StageRunKey> latest = new HashMap<>();

    /**
     * @param recorded the execution with all its stage runs; their data is of no matter
     */
    public Standing(Plan plan, Recorded recorded) {
        this.plan = plan;
        this.recorded = recorded;
        this.iterations = new Iterations(plan, recorded.execution().past().reruns());
        Consequences consequences = new Consequences(plan, recorded, Instant.EPOCH);
        recorded.runs().values().forEach(run -> {
            consequences.of(run);
            note(run.key());
        });
        skipped.addAll(consequences.skipped());
        skipped.forEach(this::note);
    }

    private void note(StageRunKey key) {
        if (plan.stage(key.stage()) instanceof Stage.Task task
                && key.iteration().depth() == plan.depth(task)
                && iterations.isCurrent(key)) {
            latest.merge(key.stage(), key, Standing::later);
        }
    }

    private static StageRunKey later(StageRunKey one, StageRunKey other) {
        List<Integer> path = one.iteration().path();
        List<Integer> otherPath = other.iteration().path();
        for (int i = 0; i < path.size(); i++) {
            int order = Integer.compare(path.get(i), otherPath.get(i));
            if (order != 0) {
                return order > 0 ? one : other;
            }
        }
        return one;
    }

    /** The latest run of a task, reached or not. */
    public StageRunKey latest(Stage.Task task) {
        StageRunKey known = latest.get(task.id());
        if (known != null) {
            return known;
        }
        Iteration iteration = Iteration.FIRST;
        while (iteration.depth() < plan.depth(task)) {
            iteration = iteration.at(0);
        }
        return iterations.beside(task.id(), iteration);
    }

    /** The record of a run, as far as it counts. */
    public Optional<StageRun> run(StageRunKey key) {
        return recorded.run(key).filter(run -> !isTooLate(run.key(), run.state()));
    }

    private boolean isTooLate(StageRunKey key, StageRunState state) {
        Optional<Instant> over = overBefore(key);
        return over.isPresent()
                && !(state instanceof StageRunState.Outcome outcome
                        && !outcome.at().isAfter(over.get()));
    }

    /** When what the run is part of ended before the run did. */
    private Optional<Instant> overBefore(StageRunKey key) {
        return recorded.execution().state() instanceof ExecutionState.Ended ended
                        && !isOfItsPlan(ended)
                        && !isUndoing(key)
                ? Optional.of(ended.at())
                : Optional.empty();
    }

    /** A machine ends in one of its states, as it is meant to. */
    private boolean isOfItsPlan(ExecutionState.Ended ended) {
        return ended instanceof ExecutionState.Completed completed
                && (completed.by().isEmpty() || plan.isMachine());
    }

    private boolean isUndoing(StageRunKey key) {
        return plan.stage(key.stage()) instanceof Stage.Task task
                && task.place().undoes().isPresent();
    }

    /** Whether a run was never to be: it is on a way that was not taken. */
    public boolean isSkipped(StageRunKey key) {
        return skipped.contains(key) || (run(key).isEmpty() && isPassedBy(key));
    }

    /** Whether all is over that it could have been part of, and nothing broke off. */
    private boolean isPassedBy(StageRunKey key) {
        boolean planIsOver = recorded.execution().state() instanceof ExecutionState.Ended ended && isOfItsPlan(ended);
        return planIsOver
                || loop(key)
                        .filter(run -> run.state() instanceof StageRunState.Completed)
                        .isPresent();
    }

    private Optional<StageRun> loop(StageRunKey key) {
        return plan.stage(key.stage()) instanceof Stage.Task task
                ? task.place().within().flatMap(loop -> recorded.run(iterations.around(loop, key.iteration())))
                : Optional.empty();
    }

    /** Whether a run without an outcome will have none any more: it was canceled, or something that it was part of is over. */
    public boolean isCanceled(StageRunKey key) {
        Optional<StageRun> run = recorded.run(key);
        if (run.isPresent() && run.get().state() instanceof StageRunState.Canceled) {
            return true;
        }
        if (overBefore(key).isPresent()) {
            return run(key).isEmpty();
        }
        return (run.isEmpty() || isGivenUp(run.get().state()))
                && plan.stage(key.stage()) instanceof Stage.Task task
                && Guards.of(plan, iterations, task, key.iteration()).isClosed(recorded);
    }

    /** Whether a run that nobody waits for any more comes to nothing; an operation that is under way ends, and is recorded. */
    private static boolean isGivenUp(StageRunState state) {
        return !(state instanceof StageRunState.Outcome)
                && !(state instanceof StageRunState.Running running
                        && running.by().isEmpty());
    }

    /** The runs of a task for the elements of a list, in order. */
    public List<StageRun> elements(StageRunKey all) {
        return recorded.runs().values().stream()
                .filter(run -> run.key().isPartOf(all))
                .sorted(Comparator.comparingInt(run -> run.key().iteration().last()))
                .toList();
    }

    /** The run that a task's input or expression means by a stage's name. */
    public StageRunKey seenBy(Stage.Task task, StageRunKey key, String stage) {
        return iterations.seenBy(task, key.iteration(), stage);
    }
}

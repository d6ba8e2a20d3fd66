package dev.lockstep.engine.decide;

import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a machine stands: the states that it is in, those included that it is about to enter. */
public final class Position {
    private final List<Visit> visits;

    /**
     * A state that the machine is in.
     *
     * @param run what is recorded of it; nothing where it is about to be entered
     */
    public record Visit(Stage.Task state, StageRunKey key, Optional<StageRun> run) {
        /** What the state asks of somebody; nothing where it is left by itself. */
        public Optional<Activity.Decision> decision() {
            return state.activity() instanceof Activity.Decision decision ? Optional.of(decision) : Optional.empty();
        }
    }

    private Position(List<Visit> visits) {
        this.visits = List.copyOf(visits);
    }

    /**
     * @param recorded the execution with all its stage runs; their data is of no matter
     */
    public static Position of(Plan plan, Recorded recorded, Instant now) {
        if (recorded.execution().state() instanceof ExecutionState.Completed completed
                && completed.by().isPresent()) {
            StageRunKey last = completed.by().get();
            return new Position(List.of(new Visit(plan.task(last.stage()), last, recorded.run(last))));
        }
        Iterations iterations = new Iterations(plan, recorded.execution().past().reruns());
        Stream<StageRunKey> entered = recorded.runs().values().stream()
                .filter(run -> isIn(recorded, run))
                .map(StageRun::key);
        Stream<StageRunKey> aboutTo = new Frontier(plan, recorded)
                .effects(now).stream()
                        .filter(Effect.Send.class::isInstance)
                        .map(effect -> ((Effect.Send) effect).run())
                        .filter(key -> recorded.run(key).isEmpty());
        Map<String, Integer> order = order(plan);
        List<Visit> visits = Stream.concat(entered, aboutTo)
                .filter(key -> plan.stage(key.stage()) instanceof Stage.Task task
                        && task.place().moves().isPresent()
                        && !Guards.of(plan, iterations, task, key.iteration()).isClosed(recorded))
                .map(key -> new Visit(plan.task(key.stage()), key, recorded.run(key)))
                .sorted(Comparator.comparing(
                        visit -> order.getOrDefault(visit.state().id(), 0)))
                .toList();
        return new Position(visits);
    }

    /** Whether the run's state has not been left: one whose work failed with nowhere to go is where its execution ended. */
    private static boolean isIn(Recorded recorded, StageRun run) {
        return switch (run.state()) {
            case StageRunState.Failed failed -> failed.passed().isEmpty();
            case StageRunState.Canceled canceled -> recorded.execution().hasEnded();
            case StageRunState.Outcome outcome -> false;
            case StageRunState other -> true;
        };
    }

    private static Map<String, Integer> order(Plan plan) {
        List<Stage> stages = new ArrayList<>(plan.stages());
        Map<String, Integer> order = new HashMap<>();
        for (int i = 0; i < stages.size(); i++) {
            order.put(stages.get(i).id(), i);
        }
        return order;
    }

    /** In the order of the definition. */
    public List<Visit> visits() {
        return visits;
    }
}

package dev.lockstep.engine.usecases;

import dev.lockstep.engine.decide.Iterations;
import dev.lockstep.engine.decide.StageData;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.Rerun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.ports.StageRunStore;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Reads what a turn at a stage run needs, in one read where nothing was rerun. */
record Turns(StageRunStore runs) {
    /**
     * Reads a turn. Which runs it reads depends on what was rerun, which is read with them: where something was, it reads again.
     *
     * @param version whose plan it is; empty where the execution runs on another one by now
     * @param key of a task that the plan has
     * @param reading the runs to be read beside the execution
     */
    Optional<Turn> read(
            WorkflowRef version,
            Plan plan,
            ExecutionId execution,
            StageRunKey key,
            Function<StageData, Set<StageRunKey>> reading) {
        List<Rerun> reruns = List.of();
        while (true) {
            Iterations iterations = new Iterations(plan, reruns);
            StageData data = new StageData(plan, iterations, plan.task(key.stage()), key.iteration());
            Optional<Recorded> recorded = runs.read(execution, reading.apply(data))
                    .filter(found -> found.execution().workflow().equals(version));
            List<Rerun> known =
                    recorded.map(found -> found.execution().past().reruns()).orElse(reruns);
            if (known.equals(reruns)) {
                return recorded.map(found -> new Turn(plan, key, iterations, data, found).as(found.run(key)));
            }
            reruns = known;
        }
    }

    /** Reads of a step no more than tells whether its run is still of use, and what follows from it. */
    Optional<Turn> readToSettle(Plan plan, Step step) {
        return read(step.workflow(), plan, step.execution(), step.run(), data -> with(step.run(), data.keysToSettle()));
    }

    /**
     * Whether nobody has begun to undo what the execution did. Asked after the claim, which who undoes waits for: so an effect that
     * is to be undone is either seen by them, or not done.
     */
    boolean isStillLive(Turn turn) {
        return isStill(turn, Execution::isLive);
    }

    /** The same of a worker's task, which may be handed out while its execution is paused. */
    boolean mayStillBeHandedOut(Turn turn) {
        return isStill(turn, turn::mayHandOut);
    }

    private boolean isStill(Turn turn, Predicate<Execution> asked) {
        return runs.read(turn.execution().id(), List.of())
                .map(Recorded::execution)
                .filter(asked)
                .isPresent();
    }

    /** The run itself, beside others. */
    static Set<StageRunKey> with(StageRunKey key, Set<StageRunKey> others) {
        Set<StageRunKey> all = new LinkedHashSet<>(others);
        all.add(key);
        return all;
    }
}

package dev.lockstep.engine.usecases;

import dev.lockstep.engine.decide.Guards;
import dev.lockstep.engine.decide.Iterations;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.definition.WorkflowVersion;
import dev.lockstep.engine.execution.Rerun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.ports.StageRunStore;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads tasks of workers, and none of the data that they were made of: such a task's record holds its own input. */
record WorkerTurns(Plans plans, StageRunStore runs) {
    /** Empty where there is no such execution, or the step names no task for workers. */
    Optional<Turn> read(Step step) {
        Optional<Plan> plan = plans.find(step.workflow()).map(WorkflowVersion::plan);
        return plan.isPresent()
                        && plan.get().find(step.run().stage()).orElse(null) instanceof Stage.Task task
                        && task.activity() instanceof Activity.Worker
                ? read(plan.get(), task, step)
                : Optional.empty();
    }

    private Optional<Turn> read(Plan plan, Stage.Task task, Step step) {
        StageRunKey key = step.run();
        Iterations iterations = new Iterations(plan, reruns(step));
        Set<StageRunKey> keys = new LinkedHashSet<>(
                Guards.of(plan, iterations, task, key.iteration()).keys());
        keys.add(key);
        if (iterations.isElement(task, key.iteration())) {
            keys.add(iterations.items(task.id(), key.iteration()));
        }
        return runs.read(step.execution(), keys)
                .filter(recorded -> recorded.execution().workflow().equals(step.workflow()))
                .map(recorded -> Turn.of(
                        plan,
                        key,
                        new Iterations(plan, recorded.execution().past().reruns()),
                        recorded));
    }

    /** Only in an execution that has been rerun is there need to know its reruns before it is known what to read. */
    private List<Rerun> reruns(Step step) {
        return step.run().iteration().generation() == 0
                ? List.of()
                : runs.read(step.execution(), List.of())
                        .map(recorded -> recorded.execution().past().reruns())
                        .orElse(List.of());
    }
}

package dev.lockstep.engine.usecases;

import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.definition.WorkflowVersion;
import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.ports.StageRunStore;
import java.util.Optional;

/** Reads tasks of workers, and none of the data that they were made of: such a task's record holds its own input. */
record WorkerTurns(Plans plans, StageRunStore runs) {
    /**
     * Empty where there is no such execution, or the step names no task for workers. What the plan does not tell of it, the run does:
     * data may have, and where an execution is only tried out, any task may be left to who stands in for it.
     */
    Optional<Turn> read(Step step) {
        Optional<Plan> plan = plans.find(step.workflow()).map(WorkflowVersion::plan);
        return plan.isPresent() && plan.get().find(step.run().stage()).orElse(null) instanceof Stage.Task
                ? new Turns(runs)
                        .readToSettle(plan.get(), step)
                        .filter(turn -> turn.task().activity() instanceof Activity.Worker)
                : Optional.empty();
    }
}

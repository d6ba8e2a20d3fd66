package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.OnError;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.definition.StageInput;
import dev.lockstep.engine.expression.Template;
import java.util.Optional;

/** Compiles what is over only when somebody says so: it waits behind the stage that does what the task is for. */
record AsyncComplete(StageMaker stages) {
    private static final String DOING = ":published";

    /** Whether tasks of that type may be over only when somebody says so. */
    static boolean isKnownTo(WorkflowTask task) {
        return task.is(TaskType.EVENT) || task.is(TaskType.HTTP);
    }

    static boolean is(WorkflowTask task) {
        return isKnownTo(task) && task.json().path("asyncComplete").asBoolean(false);
    }

    /** The stage that does what such a task is for. */
    static String doing(WorkflowTask task) {
        return task.reference() + DOING;
    }

    /** The task as what does it is called: itself, where nobody else completes it. */
    static WorkflowTask done(WorkflowTask task) {
        return is(task) ? task.called(doing(task)) : task;
    }

    /** What becomes of a failure of what does it; where somebody else completes the task, nothing is there yet to go on with. */
    static OnError onError(WorkflowTask task) {
        return is(task) ? OnError.FAIL : StageMaker.onError(task);
    }

    /** Whether a stage does what a task is for that somebody else completes. */
    static boolean isDoing(String stage) {
        return stage.endsWith(DOING);
    }

    /** The stage that waits for somebody to complete the task, and shows until then what came of doing it. */
    Stage.Task waits(WorkflowTask task, Optional<String> loop) {
        String path = task.path() + ".taskReferenceName";
        Template done = Template.expression(stages.output(doing(task), path), path, stages.faults());
        return stages.stage(
                task.atOnce(),
                "Await",
                new Activity.Await(task.reference(), Optional.empty(), false, Activity.Await.AtDeadline.FAIL),
                new StageInput.Own(done),
                StageMaker.none(),
                stages.own(task),
                loop);
    }
}

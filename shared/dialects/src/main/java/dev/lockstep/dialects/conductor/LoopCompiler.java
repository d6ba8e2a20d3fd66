package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.OnError;
import dev.lockstep.engine.definition.Policy;
import dev.lockstep.engine.definition.RetryPolicy;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.definition.StageInput;
import dev.lockstep.engine.expression.Template;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Compiles loops: the loop itself, and what ends each of its rounds. */
record LoopCompiler(StageMaker stages) {
    private static final int MOST_ROUNDS = 10_000;

    /** The loop itself, but for its rounds. */
    Optional<Stage.Task> loop(WorkflowTask task, Optional<String> around) {
        if (task.json().has("items") || task.inputParameters().has("_items")) {
            stages.faults().add(task.path() + ".items", "a DO_WHILE over items is not supported");
            return Optional.empty();
        }
        Template goesOn;
        try {
            goesOn = Template.expression(
                    "steps." + DataPath.quoted(roundId(task)) + ".output." + LoopOperation.GOES_ON,
                    task.path() + ".loopCondition",
                    stages.faults());
        } catch (DataPath.Unsupported e) {
            stages.faults().add(task.path() + ".taskReferenceName", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
        return Optional.of(stages.stage(
                task,
                "Loop",
                new Activity.Loop(goesOn, false, false, MOST_ROUNDS, List.of(), List.of()),
                stages.input(task),
                StageMaker.none(),
                stages.own(task),
                around));
    }

    /** What ends a round: it gathers what the round's tasks gave, and goes by the condition. */
    Optional<Stage.Task> roundOf(WorkflowTask task, Optional<String> loop) {
        String path = task.path() + ".loopCondition";
        String condition = task.text("loopCondition").orElse("");
        if (condition.isBlank()) {
            stages.faults().add(path, "is required");
            return Optional.empty();
        }
        Scripts.check(condition, false, path, stages.faults());
        ObjectNode input = Json.object();
        try {
            String itself = "steps." + DataPath.quoted(task.reference());
            input.put("loop", task.reference());
            input.put("number", "${" + itself + ".iteration + 1}");
            input.put("before", "${" + itself + ".output}");
            ObjectNode outputs = input.putObject("tasks");
            for (WorkflowTask inner : task.loopOver()) {
                if (inner.is(TaskType.FORK_JOIN_DYNAMIC)) {
                    continue;
                }
                outputs.put(inner.reference(), "${steps." + DataPath.quoted(inner.reference()) + ".output}");
            }
        } catch (DataPath.Unsupported e) {
            stages.faults().add(task.path() + ".loopOver", String.valueOf(e.getMessage()));
        }
        input.set(
                "given",
                stages.parameters()
                        .template(task.inputParameters(), task.path() + ".inputParameters", task.reference())
                        .source());
        return Optional.of(stages.stage(
                task.called(roundId(task)),
                LoopOperation.TYPE,
                new Activity.Operation(),
                new StageInput.Own(Template.parse(input, path, stages.faults())),
                stages.config(LoopOperation.TYPE, Scripts.config(condition, false), path),
                new Policy(RetryPolicy.NONE, StageMaker.OWN_SECONDS, OnError.FAIL, Optional.empty(), 0),
                loop));
    }

    private static String roundId(WorkflowTask task) {
        return task.reference() + ":round";
    }
}

package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.ForEach;
import dev.lockstep.engine.definition.OnError;
import dev.lockstep.engine.definition.Policy;
import dev.lockstep.engine.definition.RetryPolicy;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.definition.StageInput;
import dev.lockstep.engine.expression.Template;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Compiles what is known only at run time. A stage in front tells what is to be done, which is recorded with all that was registered
 * about it, and a dynamic stage, or one for each branch, does it.
 */
record DynamicCompiler(StageMaker stages) {
    /** What is told is looked up, and what keeps it from being is tried again. */
    private static final RetryPolicy LOOKED_UP =
            new RetryPolicy(5, RetryPolicy.Backoff.EXPONENTIAL, 1, 30, List.of("Internal", "TimedOut"));

    /** Of the stage that tells what a task does. */
    static String tellId(String reference) {
        return reference + ":told";
    }

    /** Of the stage that is run for each branch of a fork. */
    static String branchesId(String fork) {
        return fork + ":branches";
    }

    /** Whether a definition leaves it to an expression which workflow a task starts. */
    static boolean isToldAtRunTime(WorkflowTask task) {
        return !isStartedUnderKey(task) && hasExpressions(task);
    }

    /** Whether an execution may be there already that a task asks to be started. */
    static boolean isStartedUnderKey(WorkflowTask task) {
        return task.is(TaskType.START_WORKFLOW)
                && task.child()
                        .filter(child ->
                                !child.path("idempotencyKey").asString("").isEmpty())
                        .isPresent();
    }

    private static boolean hasExpressions(WorkflowTask task) {
        return task.child().stream()
                .flatMap(child -> Stream.of(
                        child,
                        child.path("name"),
                        child.path("version"),
                        child.path("workflowDefinition"),
                        child.path("correlationId")))
                .anyMatch(DynamicCompiler::hasExpression);
    }

    private static boolean hasExpression(JsonNode value) {
        return value.isString() && value.stringValue().contains("${");
    }

    /** The stage in front, which tells what the task does. */
    Stage.Task tell(WorkflowTask task, String id, Optional<String> loop) {
        if (task.is(TaskType.DYNAMIC)
                && task.text("dynamicTaskNameParam")
                        .filter(name -> !name.isBlank())
                        .isEmpty()) {
            stages.faults().add(task.path() + ".dynamicTaskNameParam", "is required");
        }
        String path = task.path() + ".inputParameters";
        JsonNode given = task.is(TaskType.FORK_JOIN_DYNAMIC) ? task.inputParameters() : given(task);
        ObjectNode told = task.json().deepCopy();
        told.remove(List.of("inputParameters", "subWorkflowParam", "metadata", "description"));
        ObjectNode config = Json.object();
        config.set(TellOperation.TASK, told);
        return stages.stage(
                // What is told is put off, which is for once.
                task.called(id).atOnce(),
                TellOperation.TYPE,
                new Activity.Operation(),
                new StageInput.Own(stages.parameters().template(given, path, task.reference())),
                stages.config(TellOperation.TYPE, config, path),
                new Policy(LOOKED_UP, StageMaker.OWN_SECONDS, OnError.FAIL, Optional.empty(), 0),
                loop);
    }

    private static ObjectNode given(WorkflowTask task) {
        ObjectNode given = Json.object();
        given.set(TellOperation.INPUT, task.inputParameters());
        if (task.is(TaskType.SUB_WORKFLOW)) {
            given.putObject(TellOperation.FIELDS)
                    .set("subWorkflowParam", task.json().path("subWorkflowParam"));
        }
        return given;
    }

    /** What does a task that was told. */
    Stage.Task does(WorkflowTask task, Optional<String> loop) {
        String told = output(task, tellId(task.reference()));
        return stages.stage(
                task,
                "Dynamic",
                new Activity.Dynamic(expression(told + ".step")),
                new StageInput.Own(expression(told + ".input")),
                StageMaker.none(),
                policy(StageMaker.onError(task)),
                loop);
    }

    private static Policy policy(OnError onError) {
        return new Policy(RetryPolicy.NONE, WorkerCompiler.FOR_EVER, onError, Optional.empty(), 1);
    }

    private static Template expression(String bare) {
        return Template.of(JsonNodeFactory.instance.stringNode("${" + bare + "}"));
    }

    private String output(WorkflowTask task, String stage) {
        return stages.output(stage, task.path() + ".taskReferenceName");
    }

    /** What runs for each branch of a fork. */
    Stage.Task branches(WorkflowTask fork, Optional<String> loop) {
        boolean listed = fork.text("dynamicForkTasksParam").isPresent()
                && fork.text("dynamicForkTasksInputParamName").isPresent();
        if (!listed
                && fork.text("dynamicForkJoinTasksParam").isEmpty()
                && !fork.inputParameters().has("forkTaskInputs")) {
            stages.faults()
                    .add(
                            fork.path() + ".dynamicForkTasksParam",
                            "dynamicForkTasksParam with dynamicForkTasksInputParamName is required, or"
                                    + " dynamicForkJoinTasksParam, or forkTaskInputs among the inputParameters");
        }
        String told = output(fork, fork.reference());
        Stage.Task each = stages.stage(
                fork.called(branchesId(fork.reference())),
                "Dynamic",
                new Activity.Dynamic(expression("item.step")),
                new StageInput.Own(expression("item.input")),
                StageMaker.none(),
                policy(OnError.FAIL),
                loop);
        return each.forEach(new ForEach(expression(told + "." + GatherOperation.BRANCHES), 0, ForEach.Tolerance.NONE));
    }

    /** What gives what the branches of a fork gave. */
    Stage.Task join(WorkflowTask join, WorkflowTask fork, Optional<String> loop) {
        ObjectNode config = Json.object()
                .put(
                        GatherOperation.REFERENCES,
                        "${" + output(fork, fork.reference()) + "." + GatherOperation.REFERENCES + "}");
        return stages.stage(
                join,
                GatherOperation.TYPE,
                new Activity.Operation(),
                new StageInput.OutputOf(branchesId(fork.reference())),
                stages.config(GatherOperation.TYPE, config, join.path()),
                stages.own(join),
                loop);
    }
}

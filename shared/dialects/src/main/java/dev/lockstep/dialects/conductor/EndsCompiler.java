package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.decide.Iterations;
import dev.lockstep.engine.decide.StageData;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.OnError;
import dev.lockstep.engine.definition.Place;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.Policy;
import dev.lockstep.engine.definition.RetryPolicy;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.definition.StageInput;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.expression.EvaluationException;
import dev.lockstep.engine.expression.Template;
import dev.lockstep.engine.operations.Config;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Compiles what a definition has around its tasks: the variables that it begins with, what fails it in the end, and what it gives. */
record EndsCompiler(StageMaker stages, WorkflowDefinition definition) {
    /** Of a stage that is no task of the definition: no reference is called so by anybody who wants to read his own. */
    private static final String OUTPUT = "workflow:output";

    private static final String VARIABLES = "workflow:variables";

    /** Of the stage that fails a workflow whose permissive tasks have failed. */
    static final String FAILED = "workflow:failed";

    /** What comes behind the last task, if anything does. */
    List<String> following() {
        return !permissive().isEmpty() ? List.of(FAILED) : hasOutput() ? List.of(OUTPUT) : List.of();
    }

    /** The stage that sets the variables that a definition begins with, if it has any. */
    Optional<Stage.Task> variables() {
        if (definition.variables().isEmpty()) {
            return Optional.empty();
        }
        ObjectNode fields = Json.object();
        fields.set("variables", definition.variables());
        return Optional.of(plain(
                VARIABLES,
                "SetVariables",
                new Activity.SetVariables(),
                Template.of(Json.object()),
                stages.config("SetVariables", fields, "variables")));
    }

    private List<WorkflowTask> permissive() {
        return definition.allTasks().filter(WorkflowTask::isPermissive).toList();
    }

    /** The stage that fails the workflow at its end where a task failed that let the others go on, if any does. */
    Optional<Stage.Task> failing() {
        List<WorkflowTask> permissive = permissive();
        if (permissive.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode fields = Json.object().put("error", TaskResult.FAILED);
        fields.put("message", "a permissive task failed");
        Stage.Task fail = plain(
                FAILED,
                "Fail",
                new Activity.Operation(),
                Template.of(Json.object()),
                Config.parse(fields, stages.catalogue().find("Fail").orElseThrow(), "permissive", stages.faults()));
        return Optional.of(fail.onlyIf(Conditions.anyFailed(permissive, stages.faults())));
    }

    /** Whether the workflow gives something else than its last stage does. */
    private boolean hasOutput() {
        return !definition.outputParameters().isEmpty()
                || showsOther(definition.tasks().getLast());
    }

    /** The stage that gives what the workflow does, if its last stage does not. */
    Optional<Stage.Task> output() {
        return hasOutput()
                ? Optional.of(plain(OUTPUT, "Echo", new Activity.Operation(), shown(), StageMaker.none()))
                : Optional.empty();
    }

    /** What a workflow was to give, by what is known of it; empty where that is not enough to tell. */
    static Optional<JsonNode> output(Plan plan, Recorded recorded) {
        if (!(plan.find(OUTPUT).orElse(null) instanceof Stage.Task stage)) {
            return Optional.empty();
        }
        Iterations iterations = new Iterations(plan, recorded.execution().past().reruns());
        StageData data = new StageData(
                plan, iterations, stage, iterations.outermost(OUTPUT).iteration());
        try {
            return Optional.of(data.input(recorded, data.scope(recorded)));
        } catch (EvaluationException e) {
            return Optional.empty();
        }
    }

    private Template shown() {
        return definition.outputParameters().isEmpty()
                ? stages.parameters().shown(definition.tasks().getLast())
                : stages.parameters().template(definition.outputParameters(), "outputParameters");
    }

    /** Whether what a task shows as its output is something else than what its stage gives. */
    private static boolean showsOther(WorkflowTask task) {
        return switch (task.type().orElse(TaskType.SIMPLE)) {
            case DO_WHILE, JOIN, START_WORKFLOW, NOOP, SET_VARIABLE -> true;
            case SWITCH, DECISION -> LastTask.isOneOfFew(task);
            case SIMPLE,
                    FORK_JOIN,
                    FORK,
                    EXCLUSIVE_JOIN,
                    SUB_WORKFLOW,
                    WAIT,
                    HUMAN,
                    TERMINATE,
                    INLINE,
                    LAMBDA,
                    HTTP,
                    FORK_JOIN_DYNAMIC,
                    DYNAMIC,
                    EVENT,
                    JSON_JQ_TRANSFORM,
                    KAFKA_PUBLISH,
                    PULL_WORKFLOW_MESSAGES -> false;
        };
    }

    private Stage.Task plain(String id, String type, Activity activity, Template input, Config config) {
        return new Stage.Task(
                id,
                type,
                activity,
                new StageInput.Own(input),
                config,
                Optional.empty(),
                Optional.empty(),
                new Policy(RetryPolicy.NONE, StageMaker.OWN_SECONDS, OnError.FAIL, Optional.empty(), 0),
                Place.NOWHERE);
    }
}

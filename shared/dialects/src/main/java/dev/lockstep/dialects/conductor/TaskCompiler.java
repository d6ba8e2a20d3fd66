package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.Domains;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.Policy;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.definition.StageInput;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.expression.Template;
import dev.lockstep.engine.jq.Jq;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Compiles one task of a definition, but for what comes before and behind it. */
final class TaskCompiler {
    private final StageMaker stages;
    private final WorkerCompiler workers;
    private final Parameters parameters;
    private final Children children;
    private final Faults faults;

    TaskCompiler(StageMaker stages, Children children) {
        this.stages = stages;
        this.workers = new WorkerCompiler(stages);
        this.parameters = stages.parameters();
        this.children = children;
        this.faults = stages.faults();
    }

    /** Empty where there are faults. */
    Optional<Stage.Task> compile(WorkflowTask task, Optional<String> loop) {
        return task.type().isEmpty()
                ? Optional.of(workers.worker(task, loop))
                : own(task, task.type().get(), loop);
    }

    private Optional<Stage.Task> own(WorkflowTask task, TaskType type, Optional<String> loop) {
        return switch (type) {
            case SIMPLE -> Optional.of(workers.worker(task, loop));
            case FORK_JOIN, FORK, NOOP -> Optional.of(stages.stage(task, "Echo", new Activity.Operation(), loop));
            case WAIT -> Optional.of(wait(task, loop));
            case HUMAN -> Optional.of(awaits(task, loop));
            case SET_VARIABLE -> Optional.of(setVariables(task, loop));
            case TERMINATE -> Optional.of(terminate(task, loop));
            case SUB_WORKFLOW, START_WORKFLOW ->
                Optional.of(child(task, task.child().orElseThrow(), loop));
            case INLINE, LAMBDA -> inline(task, loop);
            case HTTP -> Optional.of(http(task, loop));
            case SWITCH, DECISION, JOIN, EXCLUSIVE_JOIN, DO_WHILE, EVENT ->
                throw new IllegalArgumentException(type + " is compiled with what is around it");
            case JSON_JQ_TRANSFORM -> Optional.of(query(task, loop));
            case FORK_JOIN_DYNAMIC, DYNAMIC ->
                throw new IllegalArgumentException(type + " is compiled with what tells it");
            case KAFKA_PUBLISH, PULL_WORKFLOW_MESSAGES -> {
                faults.add(task.path() + ".type", "tasks of type " + type + " are not supported");
                yield Optional.empty();
            }
        };
    }

    private Stage.Task wait(WorkflowTask task, Optional<String> loop) {
        JsonNode given = task.inputParameters();
        boolean duration = !given.path("duration").asString("").isBlank();
        boolean until = !given.path("until").asString("").isBlank();
        if (duration && until) {
            faults.add(task.path() + ".inputParameters", "a WAIT takes duration or until, not both");
        }
        if (!duration && !until) {
            return awaits(task, loop);
        }
        if (given.path(duration ? "duration" : "until").asString("").contains("${")) {
            return stages.stage(task, WaitTaskOperation.TYPE, new Activity.Operation(), loop);
        }
        ObjectNode fields = Json.object();
        String field = duration ? "duration" : "until";
        String path = task.path() + ".inputParameters." + field;
        Optional<String> time = duration
                ? WaitTimes.duration(given.path(field).asString(""))
                : WaitTimes.until(given.path(field).asString(""));
        if (time.isEmpty()) {
            faults.add(
                    path,
                    duration
                            ? "must be a duration such as \"2 days 3 hours 4 minutes 5 seconds\" or \"10s\""
                            : "must be a time such as \"2027-01-31 08:00 UTC\"");
            return awaits(task, loop);
        }
        fields.put(field, time.get());
        return stages.stage(
                task,
                "Wait",
                new Activity.Operation(),
                stages.input(task),
                stages.config("Wait", fields, path),
                stages.own(task),
                loop);
    }

    private Stage.Task awaits(WorkflowTask task, Optional<String> loop) {
        return stages.stage(
                task,
                "Await",
                new Activity.Await(task.reference(), Optional.empty(), false, Activity.Await.AtDeadline.FAIL),
                loop);
    }

    private Stage.Task setVariables(WorkflowTask task, Optional<String> loop) {
        ObjectNode fields = Json.object();
        Template variables =
                parameters.template(task.inputParameters(), task.path() + ".inputParameters", task.reference());
        fields.set("variables", variables.source());
        return stages.stage(
                task,
                "SetVariables",
                new Activity.SetVariables(),
                new StageInput.Own(Template.of(Json.object())),
                stages.config("SetVariables", fields, task.path() + ".inputParameters"),
                stages.own(task),
                loop);
    }

    private Stage.Task terminate(WorkflowTask task, Optional<String> loop) {
        JsonNode given = task.inputParameters();
        String path = task.path() + ".inputParameters";
        String status = given.path("terminationStatus").asString("");
        if (!List.of("COMPLETED", "FAILED", "TERMINATED").contains(status)) {
            faults.add(path + ".terminationStatus", "must be one of COMPLETED, FAILED, TERMINATED");
        }
        if (task.isOptional()) {
            faults.add(task.path() + ".optional", "a TERMINATE may not be optional");
        }
        boolean completes = status.equals("COMPLETED");
        ObjectNode fields = Json.object().put("status", completes ? "COMPLETED" : "FAILED");
        if (completes) {
            JsonNode output = given.path("workflowOutput");
            fields.set(
                    "output",
                    parameters
                            .template(
                                    output.isMissingNode() ? Json.object() : output,
                                    path + ".workflowOutput",
                                    task.reference())
                            .source());
        } else if (given.has("terminationReason")) {
            fields.set(
                    "reason",
                    parameters
                            .template(given.path("terminationReason"), path + ".terminationReason", task.reference())
                            .source());
        }
        return stages.stage(
                task,
                "Terminate",
                new Activity.Terminate(
                        completes ? Activity.Terminate.Ending.COMPLETED : Activity.Terminate.Ending.FAILED),
                stages.input(task),
                stages.config("Terminate", fields, path),
                stages.own(task),
                loop);
    }

    /** @param child names it, or has it in it */
    private Stage.Task child(WorkflowTask task, JsonNode child, Optional<String> loop) {
        boolean waits = task.is(TaskType.SUB_WORKFLOW);
        String path = task.childPath();
        Reading fields = new Reading(child, path, faults);
        fields.oneOf("idempotencyStrategy", StartWorkflow.IDEMPOTENCY_STRATEGIES);
        if (DynamicCompiler.isStartedUnderKey(task)) {
            return startedUnderKey(task, child, path, loop);
        }
        if (fields.text("idempotencyKey").isPresent()) {
            fields.fault("idempotencyKey", "only a START_WORKFLOW takes one: what is waited for is nobody else's");
        }
        JsonNode given = child.path("workflowDefinition");
        String name = given.isObject() ? checked(given, fields.at("workflowDefinition")) : fields.name("name");
        fields.number("version", 0, 99_999_999);
        Optional<WorkflowRef> resolved = children.resolve(child);
        JsonNode input = waits ? task.inputParameters() : child.path("input");
        return stages.stage(
                task,
                "Workflow",
                new Activity.SubWorkflow(
                        Names.workflow(name),
                        resolved.map(WorkflowRef::version),
                        waits,
                        Telling.correlationId(child),
                        fields.number("priority", 0, 99).filter(number -> number > 0),
                        Optional.of(TaskToDomain.read(fields)).filter(domains -> !domains.equals(Domains.NONE))),
                new StageInput.Own(
                        parameters.template(input.isMissingNode() ? Json.object() : input, path, task.reference())),
                StageMaker.none(),
                stages.own(task),
                loop);
    }

    /** Which execution it is, if it is a new one, is known when it is started. */
    private Stage.Task startedUnderKey(WorkflowTask task, JsonNode asked, String path, Optional<String> loop) {
        return stages.stage(
                task,
                StartOperation.TYPE,
                new Activity.Operation(),
                new StageInput.Own(parameters.template(asked, path, task.reference())),
                StageMaker.none(),
                stages.own(task),
                loop);
    }

    /** The name of a workflow that is defined where it is started, which is checked as others are when they are registered. */
    private String checked(JsonNode given, String path) {
        Faults own = new Faults();
        WorkflowDefinition definition = DefinitionReader.read(given, "", own);
        if (own.isEmpty()) {
            new Compilation(stages.catalogue(), definition, Children.UNRESOLVED, own).plan();
        }
        own.list().forEach(fault -> faults.add(path + "." + fault.path(), fault.message()));
        return definition.name();
    }

    private Optional<Stage.Task> inline(WorkflowTask task, Optional<String> loop) {
        boolean body = task.is(TaskType.LAMBDA);
        String field = body ? "scriptExpression" : "expression";
        String source = task.inputParameters().path(field).asString("");
        String evaluator = task.inputParameters().path("evaluatorType").asString("javascript");
        if (evaluator.equals("value-param")) {
            JsonNode value = task.inputParameters().path(source);
            ObjectNode result = Json.object();
            result.set("result", value.isMissingNode() ? JsonNodeFactory.instance.nullNode() : value);
            return Optional.of(stages.stage(
                    task,
                    "Echo",
                    new Activity.Operation(),
                    new StageInput.Own(parameters.template(result, task.path() + ".inputParameters", task.reference())),
                    StageMaker.none(),
                    stages.own(task),
                    loop));
        }
        if (!isScript(evaluator) || source.isBlank()) {
            faults.add(
                    task.path() + ".inputParameters." + field,
                    "must be a script, with the evaluatorType javascript or none");
            return Optional.empty();
        }
        String path = task.path() + ".inputParameters." + field;
        Scripts.check(source, body, path, faults);
        return Optional.of(stages.stage(
                task,
                InlineOperation.TYPE,
                new Activity.Operation(),
                stages.input(task, List.of(field)),
                stages.config(InlineOperation.TYPE, Scripts.config(source, body), path),
                stages.own(task),
                loop));
    }

    /** A query that holds an expression is not known before the task runs. */
    private Stage.Task query(WorkflowTask task, Optional<String> loop) {
        String path = task.path() + ".inputParameters." + JqOperation.QUERY;
        JsonNode query = task.inputParameters().path(JqOperation.QUERY);
        if (!query.isString() || query.stringValue().isBlank()) {
            faults.add(path, "is required: a query in jq's language");
        } else {
            parameters
                    .template(query, path, task.reference())
                    .literal()
                    .ifPresent(source -> Jq.parse(source.asString(""), path, faults));
        }
        return stages.stage(task, JqOperation.TYPE, new Activity.Operation(), loop);
    }

    /** Whether an evaluator is one for scripts. */
    static boolean isScript(String evaluator) {
        return evaluator.equals("javascript") || evaluator.equals("graaljs");
    }

    private Stage.Task http(WorkflowTask task, Optional<String> loop) {
        TaskDefinition definition = task.definition().orElseGet(() -> TaskDefinition.untried(task.name()));
        Policy policy = new Policy(
                        WorkerCompiler.retry(task, definition),
                        StageMaker.OWN_SECONDS,
                        AsyncComplete.onError(task),
                        Optional.empty(),
                        1)
                .within(definition.totalTimeoutSeconds());
        JsonNode given = task.inputParameters();
        JsonNode request = given.has("http_request") ? given.path("http_request") : given;
        if (!request.isString() && request.path("uri").asString("").isBlank()) {
            faults.add(task.path() + ".inputParameters.http_request.uri", "is required");
        }
        return stages.stage(
                AsyncComplete.done(task),
                HttpTaskOperation.TYPE,
                new Activity.Operation(),
                stages.input(task),
                StageMaker.none(),
                policy,
                loop);
    }

    /** Goes by the first that came of those that it waits for, all others being on ways that were not taken. */
    Optional<Stage.Task> exclusiveJoin(WorkflowTask task, List<String> waited, Optional<String> loop) {
        List<String> candidates = new ArrayList<>(waited);
        candidates.addAll(task.texts("defaultExclusiveJoinTask"));
        String first = "{}";
        try {
            for (String reference : candidates.reversed()) {
                String output = "steps." + DataPath.quoted(reference) + ".output";
                first = "($exists(" + output + ") ? " + output + " : " + first + ")";
            }
        } catch (DataPath.Unsupported e) {
            faults.add(task.path() + ".joinOn", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
        return Optional.of(stages.stage(
                task,
                "Echo",
                new Activity.Operation(),
                new StageInput.Own(Template.expression(first, task.path() + ".joinOn", faults)),
                StageMaker.none(),
                stages.own(task),
                loop));
    }

    /** What brings together those that it waits for. */
    Optional<Stage.Task> join(WorkflowTask task, List<String> waited, Optional<String> loop) {
        Activity activity = waited.isEmpty() ? new Activity.Operation() : new Activity.Merge(waited, waited.size());
        StageInput input =
                waited.isEmpty() ? new StageInput.Own(Template.of(Json.object())) : new StageInput.OutputsOf(waited);
        return Optional.of(stages.stage(
                task, waited.isEmpty() ? "Echo" : "Join", activity, input, StageMaker.none(), stages.own(task), loop));
    }
}

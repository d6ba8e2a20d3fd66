package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.OnError;
import dev.lockstep.engine.definition.Place;
import dev.lockstep.engine.definition.Policy;
import dev.lockstep.engine.definition.RetryPolicy;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.definition.StageInput;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.expression.Template;
import dev.lockstep.engine.operations.Catalogue;
import dev.lockstep.engine.operations.Config;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Compiles one task of a definition, but for what comes before and behind it. */
final class TaskCompiler {
    /** How long an attempt at what a function does itself may take. */
    static final int OWN_SECONDS = 10;

    private static final int FOR_EVER = 10 * 366 * 86_400;
    private static final int MOST_ATTEMPTS = 100;
    private static final int MOST_ROUNDS = 10_000;

    /** Types that Conductor has and that are not run here. Whatever else is no type of its own is a worker's. */
    private static final Set<String> UNSUPPORTED = Set.of(
            "FORK_JOIN_DYNAMIC", "JSON_JQ_TRANSFORM", "EVENT", "DYNAMIC", "KAFKA_PUBLISH", "PULL_WORKFLOW_MESSAGES");

    private final Catalogue catalogue;
    private final Parameters parameters;
    private final Children children;
    private final Faults faults;

    TaskCompiler(Catalogue catalogue, Parameters parameters, Children children, Faults faults) {
        this.catalogue = catalogue;
        this.parameters = parameters;
        this.children = children;
        this.faults = faults;
    }

    /** Empty where there are faults. */
    Optional<Stage.Task> compile(WorkflowTask task, Optional<String> loop) {
        return switch (task.type()) {
            case "FORK_JOIN", "FORK", "NOOP" -> Optional.of(stage(task, "Echo", new Activity.Operation(), loop));
            case "WAIT" -> Optional.of(wait(task, loop));
            case "HUMAN" -> Optional.of(awaits(task, loop));
            case "SET_VARIABLE" -> Optional.of(setVariables(task, loop));
            case "TERMINATE" -> Optional.of(terminate(task, loop));
            case "SUB_WORKFLOW" -> subWorkflow(task, task.json().path("subWorkflowParam"), true, loop);
            case "START_WORKFLOW" -> subWorkflow(task, task.inputParameters().path("startWorkflow"), false, loop);
            case "INLINE", "LAMBDA" -> inline(task, loop);
            case "HTTP" -> Optional.of(http(task, loop));
            default -> worker(task, loop);
        };
    }

    private Optional<Stage.Task> worker(WorkflowTask task, Optional<String> loop) {
        if (UNSUPPORTED.contains(task.type())) {
            faults.add(task.path() + ".type", "tasks of type " + task.type() + " are not supported");
            return Optional.empty();
        }
        TaskDefinition definition = task.definition().orElseGet(() -> TaskDefinition.unregistered(task.name()));
        Activity.Worker activity = new Activity.Worker(
                Names.taskType(queue(task)),
                definition.responseTimeoutSeconds(),
                Activity.Worker.OnSilence.FAIL,
                definition.pollTimeoutSeconds().filter(any -> !definition.onlyAlerts()));
        boolean bounded = definition.timeoutSeconds() > 0 && !definition.onlyAlerts();
        Policy policy = new Policy(
                retry(task, definition),
                bounded ? definition.timeoutSeconds() : FOR_EVER,
                onError(task),
                Optional.empty(),
                1);
        return Optional.of(stage(task, "Worker", activity, input(task), none(), policy, loop));
    }

    /** A type that nobody knows is a worker's of that name. */
    static String queue(WorkflowTask task) {
        return task.type().equals("SIMPLE") ? task.name() : task.type();
    }

    private static RetryPolicy retry(WorkflowTask task, TaskDefinition definition) {
        int retries = Optional.ofNullable(task.json().get("retryCount"))
                .filter(JsonNode::canConvertToInt)
                .map(JsonNode::intValue)
                .orElseGet(definition::retryCount);
        boolean linear = definition.retryLogic().equals("LINEAR_BACKOFF");
        RetryPolicy.Backoff backoff = linear
                ? RetryPolicy.Backoff.LINEAR
                : definition.retryLogic().equals("EXPONENTIAL_BACKOFF")
                        ? RetryPolicy.Backoff.EXPONENTIAL
                        : RetryPolicy.Backoff.FIXED;
        long delay = (long) definition.retryDelaySeconds() * (linear ? definition.backoffScaleFactor() : 1);
        return new RetryPolicy(
                Math.min(MOST_ATTEMPTS, retries + 1),
                backoff,
                (int) Math.min(delay, FOR_EVER),
                definition.maxRetryDelaySeconds().orElse(FOR_EVER),
                definition.timeOutsAreRetried() ? List.of() : TaskResult.RETRIED_BESIDE_TIME_OUTS,
                Optional.of(definition.backoffJitterMillis()));
    }

    private static OnError onError(WorkflowTask task) {
        return task.isOptional() || task.isPermissive() ? OnError.CONTINUE : OnError.FAIL;
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
        return stage(
                task, "Wait", new Activity.Operation(), input(task), config("Wait", fields, path), own(task), loop);
    }

    private Stage.Task awaits(WorkflowTask task, Optional<String> loop) {
        return stage(
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
        return stage(
                task,
                "SetVariables",
                new Activity.SetVariables(),
                new StageInput.Own(Template.of(Json.object())),
                config("SetVariables", fields, task.path() + ".inputParameters"),
                own(task),
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
        return stage(
                task,
                "Terminate",
                new Activity.Terminate(
                        completes ? Activity.Terminate.Ending.COMPLETED : Activity.Terminate.Ending.FAILED),
                input(task),
                config("Terminate", fields, path),
                own(task),
                loop);
    }

    /**
     * @param child names it
     * @param waits whether what it gives is the task's output
     */
    private Optional<Stage.Task> subWorkflow(WorkflowTask task, JsonNode child, boolean waits, Optional<String> loop) {
        String path = task.path() + (waits ? ".subWorkflowParam" : ".inputParameters.startWorkflow");
        Reading fields = new Reading(child, path, faults);
        String name = fields.name("name");
        Optional<Integer> version = fields.number("version", 0, 99_999_999).filter(number -> number > 0);
        if (child.has("workflowDefinition") || name.contains("${")) {
            faults.add(path, "only a workflow that is registered, named outright, is supported");
        }
        Optional<WorkflowRef> resolved = children.resolve(name, version);
        JsonNode input = waits ? task.inputParameters() : child.path("input");
        return Optional.of(stage(
                task,
                "Workflow",
                new Activity.SubWorkflow(Names.workflow(name), resolved.map(WorkflowRef::version), waits),
                new StageInput.Own(
                        parameters.template(input.isMissingNode() ? Json.object() : input, path, task.reference())),
                none(),
                own(task),
                loop));
    }

    private Optional<Stage.Task> inline(WorkflowTask task, Optional<String> loop) {
        boolean body = task.type().equals("LAMBDA");
        String field = body ? "scriptExpression" : "expression";
        String source = task.inputParameters().path(field).asString("");
        String evaluator = task.inputParameters().path("evaluatorType").asString("javascript");
        if (evaluator.equals("value-param")) {
            JsonNode value = task.inputParameters().path(source);
            ObjectNode result = Json.object();
            result.set("result", value.isMissingNode() ? JsonNodeFactory.instance.nullNode() : value);
            return Optional.of(stage(
                    task,
                    "Echo",
                    new Activity.Operation(),
                    new StageInput.Own(parameters.template(result, task.path() + ".inputParameters", task.reference())),
                    none(),
                    own(task),
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
        return Optional.of(stage(
                task,
                InlineOperation.TYPE,
                new Activity.Operation(),
                input(task, List.of(field)),
                config(InlineOperation.TYPE, Scripts.config(source, body), path),
                own(task),
                loop));
    }

    private static boolean isScript(String evaluator) {
        return evaluator.equals("javascript") || evaluator.equals("graaljs");
    }

    private Stage.Task http(WorkflowTask task, Optional<String> loop) {
        TaskDefinition definition = task.definition().orElseGet(() -> TaskDefinition.untried(task.name()));
        Policy policy = new Policy(retry(task, definition), OWN_SECONDS, onError(task), Optional.empty(), 1);
        JsonNode given = task.inputParameters();
        JsonNode request = given.has("http_request") ? given.path("http_request") : given;
        if (!request.isString() && request.path("uri").asString("").isBlank()) {
            faults.add(task.path() + ".inputParameters.http_request.uri", "is required");
        }
        return stage(task, HttpTaskOperation.TYPE, new Activity.Operation(), input(task), none(), policy, loop);
    }

    /** The stage in front of a choice that goes by a script. */
    Optional<Stage.Task> valueOf(WorkflowTask task, Optional<String> loop) {
        Optional<String> source = script(task);
        if (source.isEmpty()) {
            return Optional.empty();
        }
        String path = task.path() + ".expression";
        Scripts.check(source.get(), false, path, faults);
        return Optional.of(stage(
                task.called(valueId(task)),
                InlineOperation.TYPE,
                new Activity.Operation(),
                input(task),
                config(InlineOperation.TYPE, Scripts.config(source.get(), false), path),
                new Policy(RetryPolicy.NONE, OWN_SECONDS, OnError.FAIL, Optional.empty(), 0),
                loop));
    }

    private static String valueId(WorkflowTask task) {
        return task.reference() + ":value";
    }

    private static Optional<String> script(WorkflowTask task) {
        return task.type().equals("DECISION")
                ? task.text("caseExpression")
                : task.text("expression")
                        .filter(any -> isScript(task.text("evaluatorType").orElse("")));
    }

    /** The loop itself, but for its rounds. */
    Optional<Stage.Task> loop(WorkflowTask task, Optional<String> around) {
        if (task.json().has("items") || task.inputParameters().has("_items")) {
            faults.add(task.path() + ".items", "a DO_WHILE over items is not supported");
            return Optional.empty();
        }
        Template goesOn;
        try {
            goesOn = Template.expression(
                    "steps." + DataPath.quoted(roundId(task)) + ".output." + LoopOperation.GOES_ON,
                    task.path() + ".loopCondition",
                    faults);
        } catch (DataPath.Unsupported e) {
            faults.add(task.path() + ".taskReferenceName", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
        return Optional.of(stage(
                task,
                "Loop",
                new Activity.Loop(goesOn, false, false, MOST_ROUNDS, List.of(), List.of()),
                input(task),
                none(),
                own(task),
                around));
    }

    /** What ends a round: it gathers what the round's tasks gave, and goes by the condition. */
    Optional<Stage.Task> roundOf(WorkflowTask task, Optional<String> loop) {
        String path = task.path() + ".loopCondition";
        String condition = task.text("loopCondition").orElse("");
        if (condition.isBlank()) {
            faults.add(path, "is required");
            return Optional.empty();
        }
        Scripts.check(condition, false, path, faults);
        ObjectNode input = Json.object();
        try {
            String itself = "steps." + DataPath.quoted(task.reference());
            input.put("loop", task.reference());
            input.put("number", "${" + itself + ".iteration + 1}");
            input.put("before", "${" + itself + ".output}");
            ObjectNode outputs = input.putObject("tasks");
            for (WorkflowTask inner : task.loopOver()) {
                outputs.put(inner.reference(), "${steps." + DataPath.quoted(inner.reference()) + ".output}");
            }
        } catch (DataPath.Unsupported e) {
            faults.add(task.path() + ".loopOver", String.valueOf(e.getMessage()));
        }
        input.set(
                "given",
                parameters
                        .template(task.inputParameters(), task.path() + ".inputParameters", task.reference())
                        .source());
        return Optional.of(stage(
                task.called(roundId(task)),
                LoopOperation.TYPE,
                new Activity.Operation(),
                new StageInput.Own(Template.parse(input, path, faults)),
                config(LoopOperation.TYPE, Scripts.config(condition, false), path),
                new Policy(RetryPolicy.NONE, OWN_SECONDS, OnError.FAIL, Optional.empty(), 0),
                loop));
    }

    private static String roundId(WorkflowTask task) {
        return task.reference() + ":round";
    }

    /** Goes by the first that came of those that it waits for, all others being on ways that were not taken. */
    Optional<Stage.Task> exclusiveJoin(WorkflowTask task, List<String> waited, Optional<String> loop) {
        List<String> candidates = new ArrayList<>(waited);
        candidates.addAll(task.texts("defaultExclusiveJoinTask"));
        StringBuilder first = new StringBuilder("{}");
        try {
            for (String reference : candidates.reversed()) {
                String output = "steps." + DataPath.quoted(reference) + ".output";
                first = new StringBuilder("($exists(" + output + ") ? " + output + " : " + first + ")");
            }
        } catch (DataPath.Unsupported e) {
            faults.add(task.path() + ".joinOn", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
        return Optional.of(stage(
                task,
                "Echo",
                new Activity.Operation(),
                new StageInput.Own(Template.expression(first.toString(), task.path() + ".joinOn", faults)),
                none(),
                own(task),
                loop));
    }

    /**
     * A choice.
     *
     * @param ways where each value leads
     */
    Optional<Stage.Task> choice(
            WorkflowTask task, Map<String, List<String>> ways, List<String> otherwise, Optional<String> loop) {
        if (ways.isEmpty()) {
            faults.add(task.path() + ".decisionCases", "must have at least one case");
        }
        String path = task.path() + ".inputParameters";
        Optional<Template> wanted = value(task);
        if (wanted.isEmpty()) {
            faults.add(
                    task.path() + ".expression",
                    "a " + task.type() + " takes the evaluatorType value-param or javascript, and an expression");
            return Optional.empty();
        }
        ObjectNode input = (ObjectNode) parameters
                .template(task.inputParameters(), path, task.reference())
                .source()
                .deepCopy();
        input.set("case", wanted.get().source());
        List<Activity.Case> cases = new ArrayList<>();
        ways.forEach(
                (name, next) -> cases.add(new Activity.Case(Conditions.equal(wanted.get(), name, path, faults), next)));
        return Optional.of(stage(
                task,
                "Choice",
                new Activity.Choice(cases, otherwise),
                new StageInput.Own(Template.parse(input, path, faults)),
                none(),
                own(task),
                loop));
    }

    /** What a choice goes by. */
    private Optional<Template> value(WorkflowTask task) {
        if (script(task).isPresent()) {
            try {
                return Optional.of(Template.expression(
                        "steps." + DataPath.quoted(valueId(task)) + ".output.result", task.path(), faults));
            } catch (DataPath.Unsupported e) {
                faults.add(task.path() + ".taskReferenceName", String.valueOf(e.getMessage()));
                return Optional.empty();
            }
        }
        boolean decision = task.type().equals("DECISION");
        boolean byValue = decision || task.text("evaluatorType").orElse("").equals("value-param");
        return task.text(decision ? "caseValueParam" : "expression")
                .filter(any -> byValue)
                .map(parameter -> task.inputParameters().path(parameter))
                .map(value -> parameters.template(
                        value.isMissingNode() ? JsonNodeFactory.instance.stringNode("null") : value,
                        task.path() + ".inputParameters",
                        task.reference()));
    }

    /** What brings together those that it waits for. */
    Optional<Stage.Task> join(WorkflowTask task, List<String> waited, Optional<String> loop) {
        Activity activity = waited.isEmpty() ? new Activity.Operation() : new Activity.Merge(waited, waited.size());
        StageInput input =
                waited.isEmpty() ? new StageInput.Own(Template.of(Json.object())) : new StageInput.OutputsOf(waited);
        return Optional.of(stage(task, waited.isEmpty() ? "Echo" : "Join", activity, input, none(), own(task), loop));
    }

    /** Fields of a step type, checked as those of a pipeline are. */
    Config config(String type, ObjectNode fields, String path) {
        Config config = Config.parse(fields, catalogue.find(type).orElseThrow(), path, faults);
        return catalogue.find(type).orElseThrow().isRun() ? config : config.templatesAlone();
    }

    private static Config none() {
        return Config.of(Json.object());
    }

    private Policy own(WorkflowTask task) {
        return new Policy(RetryPolicy.NONE, OWN_SECONDS, onError(task), Optional.empty(), 0);
    }

    private StageInput input(WorkflowTask task) {
        return input(task, List.of());
    }

    /** @param literal the fields that are taken as they are: what looks like an expression in a script is its own */
    private StageInput input(WorkflowTask task, List<String> literal) {
        ObjectNode given = Json.object();
        task.inputParameters().properties().stream()
                .filter(field -> !literal.contains(field.getKey()))
                .forEach(field -> given.set(field.getKey(), field.getValue()));
        return new StageInput.Own(parameters.template(given, task.path() + ".inputParameters", task.reference()));
    }

    private Stage.Task stage(WorkflowTask task, String type, Activity activity, Optional<String> loop) {
        return stage(task, type, activity, input(task), none(), own(task), loop);
    }

    private static Stage.Task stage(
            WorkflowTask task,
            String type,
            Activity activity,
            StageInput input,
            Config config,
            Policy policy,
            Optional<String> loop) {
        return new Stage.Task(
                task.reference(),
                type,
                activity,
                input,
                config,
                Optional.empty(),
                Optional.empty(),
                policy,
                loop.map(Place.NOWHERE::within).orElse(Place.NOWHERE));
    }
}

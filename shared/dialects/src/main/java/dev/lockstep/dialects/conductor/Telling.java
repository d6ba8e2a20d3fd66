package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.Domains;
import dev.lockstep.engine.definition.Fault;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.Limits;
import dev.lockstep.engine.definition.RetryPolicy;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.operations.OperationFailure;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells what tasks do that are known only at run time, as the engine's dynamic steps have it. How they are tried and timed goes with
 * them, so that nobody looks it up again.
 */
final class Telling {
    /** What is told of a task for its rows. */
    static final String REFERENCE = "reference";

    static final String NAME = "name";
    static final String TYPE = "type";
    static final String OPTIONAL = "optional";

    /** What is told of the workflow that it waits for. */
    static final String WORKFLOW = "workflow";

    static final String VERSION = "version";

    private final Workspace workspace;
    private final String place;
    private final RunTimeDefinitions definitions;
    private final Map<String, TaskDefinition> known;
    private final Map<String, RunTimeDefinitions.Known> workflows = new HashMap<>();

    /**
     * @param place the reference of what tells them, so that no two of a workflow await the same signal
     */
    Telling(Workspace workspace, String place, RunTimeDefinitions definitions, Stream<WorkflowTask> tasks) {
        this.workspace = workspace;
        this.place = place;
        this.definitions = definitions;
        Set<String> names = tasks.filter(task -> task.definition().isEmpty())
                .map(WorkflowTask::name)
                .filter(name -> !name.isBlank())
                .collect(Collectors.toSet());
        this.known = names.isEmpty() ? Map.of() : definitions.tasks(workspace, names);
    }

    /** {@code {"step": …, "input": …}}: what a task does, and what it is given. */
    private static ObjectNode told(WorkflowTask task, ObjectNode step, JsonNode input) {
        ObjectNode label = step.putObject("label")
                .put(REFERENCE, task.reference())
                .put(NAME, task.name())
                .put(TYPE, task.typeName());
        if (task.isOptional()) {
            step.put("on_error", "continue_with_details");
            label.put(OPTIONAL, true);
        }
        ObjectNode told = Json.object();
        told.set("step", step);
        told.set("input", input);
        return told;
    }

    private ObjectNode subWorkflow(WorkflowTask task, ObjectNode input) throws OperationFailure {
        JsonNode child = task.json().path("subWorkflowParam");
        WorkflowDefinition definition = workflow(child).definition();
        ObjectNode told = told(task, child(child, true), input);
        ((ObjectNode) told.path("step").path("label"))
                .put(WORKFLOW, definition.name())
                .put(VERSION, definition.version());
        return told;
    }

    private static ObjectNode step(String type) {
        return Json.object().put("type", type);
    }

    /** @throws OperationFailure where it cannot be done so */
    ObjectNode tell(WorkflowTask task, ObjectNode input) throws OperationFailure {
        if (task.type().isEmpty()) {
            return told(task, worker(task), input);
        }
        return switch (task.type().get()) {
            case SIMPLE -> told(task, worker(task), input);
            case SUB_WORKFLOW -> subWorkflow(task, input);
            case START_WORKFLOW -> {
                JsonNode request = input.path("startWorkflow");
                yield told(task, child(request, false), object(request.path("input")));
            }
            case HTTP -> {
                ObjectNode step = step(HttpTaskOperation.TYPE).put("timeout_seconds", StageMaker.OWN_SECONDS);
                TaskDefinition definition = definition(task).orElseGet(() -> TaskDefinition.untried(task.name()));
                yield told(task, retried(step, WorkerCompiler.retry(task, definition)), input);
            }
            case INLINE, LAMBDA -> inline(task, input);
            case WAIT -> told(task, wait(task, input), input);
            case HUMAN -> told(task, awaits(task), input);
            case NOOP -> told(task, step("Echo"), Json.object());
            case SWITCH,
                    DECISION,
                    FORK_JOIN,
                    FORK,
                    JOIN,
                    EXCLUSIVE_JOIN,
                    DO_WHILE,
                    SET_VARIABLE,
                    TERMINATE,
                    FORK_JOIN_DYNAMIC,
                    DYNAMIC,
                    EVENT,
                    JSON_JQ_TRANSFORM,
                    KAFKA_PUBLISH,
                    PULL_WORKFLOW_MESSAGES ->
                throw failed("a task of type " + task.typeName() + " cannot be made at run time: " + task.reference());
        };
    }

    private static OperationFailure failed(String message) {
        return new OperationFailure(TaskResult.FAILED, message);
    }

    private Optional<TaskDefinition> definition(WorkflowTask task) {
        return task.definition().or(() -> Optional.ofNullable(known.get(task.name())));
    }

    private ObjectNode worker(WorkflowTask task) {
        TaskDefinition definition = definition(task).orElseGet(() -> TaskDefinition.unregistered(task.name()));
        Activity.Worker worker = WorkerCompiler.activity(task, definition);
        ObjectNode step = step("Worker")
                .put("task_type", worker.taskType())
                .put("heartbeat_seconds", worker.heartbeatSeconds())
                .put("on_silence", worker.onSilence().name().toLowerCase(Locale.ROOT))
                .put("timeout_seconds", WorkerCompiler.timeoutSeconds(definition));
        worker.pollSeconds().ifPresent(seconds -> step.put("poll_timeout_seconds", seconds));
        worker.limits().ifPresent(limits -> limited(step, limits));
        return retried(step, WorkerCompiler.retry(task, definition));
    }

    private static void limited(ObjectNode step, Limits limits) {
        limits.inProgress().ifPresent(most -> step.put("max_in_progress", most));
        limits.rate()
                .ifPresent(rate ->
                        step.put("rate_limit", rate.tasks()).put("rate_limit_seconds", seconds(rate.periodMillis())));
    }

    /** Steps know whole seconds: what is left of one has fewer tasks handed out, never more. */
    private static long seconds(long millis) {
        return Math.max(1, (millis + 999) / 1_000);
    }

    private static ObjectNode retried(ObjectNode step, RetryPolicy retry) {
        ObjectNode json = step.putObject("retry")
                .put("max_attempts", retry.maxAttempts())
                .put("backoff", retry.backoff().name().toLowerCase(Locale.ROOT))
                .put("delay_seconds", retry.delaySeconds())
                .put("max_delay_seconds", retry.maxDelaySeconds());
        retry.addedMillis().ifPresent(millis -> json.put("jitter_milliseconds", millis));
        if (!retry.on().isEmpty()) {
            retry.on().forEach(json.putArray("on")::add);
        }
        return step;
    }

    private ObjectNode child(JsonNode child, boolean waits) throws OperationFailure {
        WorkflowRef ref = workflow(child).ref();
        ObjectNode step = step("Workflow")
                .put("workflow_id", ref.workflow().value())
                .put("version", ref.version())
                .put("wait", waits);
        correlationId(child).ifPresent(id -> step.put("correlation_id", id));
        int priority = child.path("priority").asInt(0);
        if (priority < 0 || priority > 99) {
            throw failed("the priority of a workflow is 0 to 99, not " + shown(child.path("priority")));
        }
        if (priority > 0) {
            step.put("priority", priority);
        }
        Domains domains = domains(child);
        if (!domains.equals(Domains.NONE)) {
            step.set("task_domains", domains.toJson());
        }
        return step;
    }

    private static Domains domains(JsonNode child) throws OperationFailure {
        Faults faults = new Faults();
        Domains domains = TaskToDomain.read(new Reading(child, "", faults));
        if (!faults.isEmpty()) {
            Fault first = faults.list().getFirst();
            throw failed(first.path() + " " + first.message());
        }
        return domains;
    }

    /** What a workflow is to be started with, where that is not what its starter has. */
    static Optional<String> correlationId(JsonNode child) {
        return Optional.of(child.path("correlationId").asString("")).filter(id -> !id.isBlank());
    }

    private RunTimeDefinitions.Known workflow(JsonNode child) throws OperationFailure {
        String key = Json.write(child);
        RunTimeDefinitions.Known found = workflows.get(key);
        if (found == null) {
            found = find(child);
            workflows.put(key, found);
        }
        return found;
    }

    private RunTimeDefinitions.Known find(JsonNode child) throws OperationFailure {
        JsonNode given = child.path("workflowDefinition");
        if (given.isObject()) {
            return definitions.given(workspace, given);
        }
        String name = child.path("name").asString("");
        if (name.isBlank() || (!given.isMissingNode() && !given.isNull())) {
            throw failed("a workflow is told by its name or its definition, not by " + shown(child));
        }
        return definitions.workflow(workspace, name, version(child.path("version")));
    }

    /** A number, or a text of one. */
    static Optional<Integer> version(JsonNode version) {
        return Optional.of(version.asInt(0)).filter(number -> number > 0);
    }

    /** A value as a failure tells of it. */
    static String shown(JsonNode value) {
        String text = value.isMissingNode() ? "null" : Json.write(value);
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }

    private static ObjectNode object(JsonNode input) {
        return input instanceof ObjectNode object ? object : Json.object();
    }

    private static ObjectNode inline(WorkflowTask task, ObjectNode input) throws OperationFailure {
        boolean body = task.is(TaskType.LAMBDA);
        String field = body ? "scriptExpression" : "expression";
        String source = input.path(field).asString("");
        String evaluator = input.path("evaluatorType").asString("javascript");
        if (evaluator.equals("value-param")) {
            JsonNode value = input.path(source);
            ObjectNode result = Json.object();
            result.set("result", value.isMissingNode() ? JsonNodeFactory.instance.nullNode() : value);
            return told(task, step("Echo"), result);
        }
        if (!TaskCompiler.isScript(evaluator) || source.isBlank()) {
            throw failed(field + " must be a script, with the evaluatorType javascript or none: " + task.reference());
        }
        ObjectNode step = step(InlineOperation.TYPE);
        Scripts.config(source, body).properties().forEach(each -> step.set(each.getKey(), each.getValue()));
        ObjectNode given = input.deepCopy();
        given.remove(field);
        return told(task, step, given);
    }

    private ObjectNode awaits(WorkflowTask task) {
        return step("Await").put("signal", Names.taskType(place + "." + task.reference()));
    }

    private ObjectNode wait(WorkflowTask task, ObjectNode input) throws OperationFailure {
        String duration = input.path("duration").asString("");
        String until = input.path("until").asString("");
        if (duration.isBlank() && until.isBlank()) {
            return awaits(task);
        }
        boolean lasts = until.isBlank();
        Optional<String> time = lasts ? WaitTimes.duration(duration) : WaitTimes.until(until);
        if (time.isEmpty() || (!duration.isBlank() && !until.isBlank())) {
            throw failed("a WAIT takes duration or until, as in \"10s\" or \"2027-01-31 08:00 UTC\"");
        }
        return step("Wait").put(lasts ? "duration" : "until", time.get());
    }
}

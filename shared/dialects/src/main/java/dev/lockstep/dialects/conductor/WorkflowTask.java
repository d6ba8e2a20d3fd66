package dev.lockstep.dialects.conductor;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A task of a definition: Conductor's WorkflowTask.
 *
 * @param json with its defaults spelled out
 * @param path where it is in the definition
 * @param isBranch whether a dynamic fork made it
 */
record WorkflowTask(ObjectNode json, String path, boolean isBranch) {
    private static final Set<TaskType> PUT_OFF =
            EnumSet.of(TaskType.SIMPLE, TaskType.HTTP, TaskType.SUB_WORKFLOW, TaskType.START_WORKFLOW);

    WorkflowTask(ObjectNode json, String path) {
        this(json, path, false);
    }

    String name() {
        return json.path("name").asString("");
    }

    /** What it is called within the definition. */
    String reference() {
        return json.path("taskReferenceName").asString("");
    }

    /** The same under another reference. */
    WorkflowTask called(String reference) {
        return new WorkflowTask(json.deepCopy().put("taskReferenceName", reference), path);
    }

    /** The same, not put off. */
    WorkflowTask atOnce() {
        return new WorkflowTask(json.deepCopy().without("startDelay"), path);
    }

    /** Empty for a type that is none of Conductor's own. */
    Optional<TaskType> type() {
        return TaskType.of(typeName());
    }

    String typeName() {
        return json.path("type").asString("");
    }

    boolean is(TaskType type) {
        return type().equals(Optional.of(type));
    }

    boolean isOptional() {
        return json.path("optional").asBoolean(false);
    }

    /** Whether the others go on when it has failed, and the workflow fails in the end. */
    boolean isPermissive() {
        return json.path("permissive").asBoolean(false) && !isOptional();
    }

    /** For how long it is put off once it is its turn; those that go on without work are not. */
    Optional<Integer> startDelaySeconds() {
        return Optional.of(json.path("startDelay").asInt(0))
                .filter(seconds -> seconds > 0
                        && type().filter(own -> !PUT_OFF.contains(own)).isEmpty());
    }

    JsonNode inputParameters() {
        return json.path("inputParameters");
    }

    Optional<String> text(String field) {
        return Optional.ofNullable(json.get(field)).filter(JsonNode::isString).map(JsonNode::stringValue);
    }

    List<String> texts(String field) {
        List<String> texts = new ArrayList<>();
        json.path(field).forEach(text -> texts.add(text.asString("")));
        return texts;
    }

    /** The workflow that it starts, as its definition names it, if it starts any. */
    Optional<JsonNode> child() {
        if (is(TaskType.SUB_WORKFLOW)) {
            return Optional.of(json.path("subWorkflowParam"));
        }
        return is(TaskType.START_WORKFLOW) ? Optional.of(inputParameters().path("startWorkflow")) : Optional.empty();
    }

    /** The workflow that it waits for, if it does, as {@code name.version}; without the version where nothing tells that. */
    String childTitle() {
        JsonNode child = json.path("subWorkflowParam");
        JsonNode given = child.path("workflowDefinition");
        JsonNode named = given.isObject() ? given : child;
        int version = named.path("version").asInt(given.isObject() ? 1 : 0);
        return named.path("name").asString("") + (version > 0 ? "." + version : "");
    }

    /** Where that is, of a task that starts any. */
    String childPath() {
        return path + (is(TaskType.SUB_WORKFLOW) ? ".subWorkflowParam" : ".inputParameters.startWorkflow");
    }

    /** How the task of this name is tried and timed, where the definition itself says so. */
    Optional<TaskDefinition> definition() {
        return json.get("taskDefinition") instanceof ObjectNode object
                ? Optional.of(new TaskDefinition(object))
                : Optional.empty();
    }

    Map<String, List<WorkflowTask>> decisionCases() {
        Map<String, List<WorkflowTask>> cases = new LinkedHashMap<>();
        json.path("decisionCases")
                .properties()
                .forEach(way -> cases.put(
                        way.getKey(), list(way.getValue(), path + ".decisionCases[\"" + way.getKey() + "\"]")));
        return cases;
    }

    List<WorkflowTask> defaultCase() {
        return list(json.path("defaultCase"), path + ".defaultCase");
    }

    List<List<WorkflowTask>> forkTasks() {
        List<List<WorkflowTask>> branches = new ArrayList<>();
        int i = 0;
        for (JsonNode branch : json.path("forkTasks")) {
            branches.add(list(branch, path + ".forkTasks[" + i++ + "]"));
        }
        return branches;
    }

    List<WorkflowTask> loopOver() {
        return list(json.path("loopOver"), path + ".loopOver");
    }

    /** The tasks right within it. */
    Stream<WorkflowTask> within() {
        return Stream.of(
                        decisionCases().values().stream().flatMap(List::stream),
                        defaultCase().stream(),
                        forkTasks().stream().flatMap(List::stream),
                        loopOver().stream())
                .flatMap(tasks -> tasks);
    }

    /** It, and all that are within it. */
    Stream<WorkflowTask> all() {
        return Stream.concat(Stream.of(this), within().flatMap(WorkflowTask::all));
    }

    static List<WorkflowTask> list(JsonNode tasks, String path) {
        List<WorkflowTask> list = new ArrayList<>();
        int i = 0;
        for (JsonNode task : tasks) {
            String at = path + "[" + i++ + "]";
            if (task instanceof ObjectNode object) {
                list.add(new WorkflowTask(object, at));
            }
        }
        return list;
    }
}

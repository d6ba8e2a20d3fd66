package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Faults;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads workflow definitions as they are registered: spells out their defaults, and finds what is wrong with their form. */
final class DefinitionReader {
    /** How many tasks a definition may have, those within others included. */
    static final int MOST_TASKS = 1_000;

    private final Faults faults;
    private final Map<String, String> references = new HashMap<>();

    private DefinitionReader(Faults faults) {
        this.faults = faults;
    }

    static WorkflowDefinition read(JsonNode given, String path, Faults faults) {
        return new DefinitionReader(faults).workflow(given, path);
    }

    private WorkflowDefinition workflow(JsonNode given, String path) {
        if (!given.isObject()) {
            faults.add(path, "must be a workflow definition");
            return new WorkflowDefinition(Json.object());
        }
        Reading fields = new Reading(given, path, faults);
        fields.name("name");
        fields.number("version", 0, 99_999_999);
        fields.oneOf("timeoutPolicy", "TIME_OUT_WF", "ALERT_ONLY");
        fields.seconds("timeoutSeconds", 0);
        FailureWorkflow.check(fields);
        fields.any("schemaVersion")
                .filter(version -> version.asInt(2) != 2)
                .ifPresent(version -> fields.fault("schemaVersion", "only schemaVersion 2 is supported"));
        for (String field : new String[] {"outputParameters", "variables", "inputTemplate"}) {
            fields.object(field);
        }
        ObjectNode json = Defaults.workflow(given);
        JsonNode tasks = json.path("tasks");
        if (!tasks.isArray() || tasks.isEmpty()) {
            fields.fault("tasks", "must be a list of at least one task");
        }
        json.set("tasks", tasks(tasks, fields.at("tasks")));
        if (references.size() > MOST_TASKS) {
            fields.fault("tasks", "has more than " + MOST_TASKS + " tasks");
        }
        return new WorkflowDefinition(json);
    }

    private ArrayNode tasks(JsonNode given, String path) {
        ArrayNode tasks = Json.array();
        int i = 0;
        for (JsonNode task : given) {
            tasks.add(task(task, path + "[" + i++ + "]"));
        }
        return tasks;
    }

    private JsonNode task(JsonNode given, String path) {
        if (!given.isObject()) {
            faults.add(path, "must be a task");
            return given;
        }
        Reading fields = new Reading(given, path, faults);
        fields.name("name");
        noteReference(fields);
        fields.text("type");
        fields.object("inputParameters");
        fields.seconds("startDelay", 0);
        fields.number("retryCount", 0, 1_000_000);
        ObjectNode task = Defaults.task(given);
        task.set("defaultCase", tasks(task.path("defaultCase"), fields.at("defaultCase")));
        task.set("loopOver", tasks(task.path("loopOver"), fields.at("loopOver")));
        ObjectNode cases = Json.object();
        fields.object("decisionCases")
                .ifPresent(ways -> ways.properties()
                        .forEach(way -> cases.set(
                                way.getKey(),
                                tasks(way.getValue(), fields.at("decisionCases[\"" + way.getKey() + "\"]")))));
        task.set("decisionCases", cases);
        ArrayNode branches = Json.array();
        int i = 0;
        for (JsonNode branch : task.path("forkTasks")) {
            branches.add(tasks(branch, fields.at("forkTasks[" + i++ + "]")));
        }
        task.set("forkTasks", branches);
        Optional.ofNullable(given.get("taskDefinition"))
                .filter(JsonNode::isObject)
                .ifPresent(definition -> task.set(
                        "taskDefinition",
                        TaskDefinition.parse(named(definition, given), fields.at("taskDefinition"), faults)
                                .json()));
        return task;
    }

    /** One within a task goes by the task's name where it has none of its own. */
    private static ObjectNode named(JsonNode definition, JsonNode task) {
        ObjectNode named = Json.object();
        definition.properties().forEach(field -> named.set(field.getKey(), field.getValue()));
        if (named.path("name").asString("").isBlank()) {
            named.put("name", task.path("name").asString(""));
        }
        return named;
    }

    private void noteReference(Reading fields) {
        String reference = fields.name("taskReferenceName");
        String earlier = references.putIfAbsent(reference, fields.path());
        if (earlier != null) {
            fields.fault(
                    "taskReferenceName",
                    "taskReferenceName should be unique across the workflow: " + reference + " is also that of "
                            + earlier);
        }
    }
}

package dev.lockstep.cli.conductor;

import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What a definition of Conductor's is one of, in the order in which they are registered: each before those that go by it. */
public enum Kind {
    TASK("task", "/api/metadata/taskdefs"),
    WORKFLOW("workflow", "/api/metadata/workflow"),
    EVENT_HANDLER("event handler", "/api/event");

    /** What no other file would have. */
    private static final Set<String> OF_TASKS = Set.of(
            "retryCount",
            "retryLogic",
            "retryDelaySeconds",
            "timeoutSeconds",
            "timeoutPolicy",
            "responseTimeoutSeconds",
            "pollTimeoutSeconds",
            "concurrentExecLimit",
            "rateLimitPerFrequency",
            "inputKeys",
            "outputKeys",
            "ownerEmail");

    private static final Set<String> BARE_TASK = Set.of("name", "description");

    private final String word;
    private final String path;

    Kind(String word, String path) {
        this.word = word;
        this.path = path;
    }

    /** What people call it. */
    public String word() {
        return word;
    }

    /** Where the server has them. */
    public String path() {
        return path;
    }

    /** What some JSON looks like, even if there is something wrong with it: that is for the server to tell. */
    static Optional<Kind> of(JsonNode json) {
        if (json.has("schemaVersion") || isTask(json.path("tasks").path(0)) || (isNamed(json) && json.has("tasks"))) {
            return Optional.of(WORKFLOW);
        }
        if (json.has("event") && json.has("actions")) {
            return Optional.of(EVENT_HANDLER);
        }
        boolean isTask = json.propertyNames().stream().anyMatch(OF_TASKS::contains)
                || BARE_TASK.containsAll(json.propertyNames());
        return Optional.of(TASK).filter(task -> isTask && isNamed(json) && !isTask(json));
    }

    private static boolean isNamed(JsonNode json) {
        return json.path("name").isString();
    }

    /** Whether it is a task within a workflow. */
    private static boolean isTask(JsonNode json) {
        return json.has("taskReferenceName");
    }
}

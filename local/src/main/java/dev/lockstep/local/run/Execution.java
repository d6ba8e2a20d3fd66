package dev.lockstep.local.run;

import dev.lockstep.cli.text.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What the server says about an execution.
 *
 * @param json all of it
 */
record Execution(String status, List<Task> tasks, JsonNode json) {
    private static final Set<String> ENDS = Set.of("COMPLETED", "FAILED", "CANCELED", "TIMED_OUT", "SKIPPED");

    /**
     * One task.
     *
     * @param number its place in the definition, from 1 on
     */
    record Task(String id, int number, String type, String status, String error) {
        boolean hasEnded() {
            return ENDS.contains(status);
        }
    }

    static Execution of(JsonNode json) {
        List<Task> tasks = new ArrayList<>();
        for (JsonNode task : json.path("tasks")) {
            tasks.add(task(task, tasks.size() + 1));
        }
        return new Execution(text(json, "status"), tasks, json);
    }

    boolean hasEnded() {
        return ENDS.contains(status);
    }

    boolean hasCompleted() {
        return status.equals("COMPLETED");
    }

    JsonNode output() {
        return json.path("output");
    }

    JsonNode error() {
        return json.path("error");
    }

    private static Task task(JsonNode json, int number) {
        return new Task(
                text(json, "task_id"), number, text(json, "type"), text(json, "status"), message(json.path("error")));
    }

    /** A failure's message, whatever its shape; empty where there is none. */
    static String message(JsonNode error) {
        if (error.isMissingNode() || error.isNull()) {
            return "";
        }
        JsonNode message = error.isObject() && error.has("message") ? error.path("message") : error;
        return Terminal.printable(message.isString() ? message.stringValue() : message.toString());
    }

    private static String text(JsonNode json, String name) {
        return Terminal.printable(json.path(name).asString(""));
    }
}

package dev.lockstep.local.run;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What the server says about an execution. */
record Execution(String status, List<Task> tasks, JsonNode output, JsonNode error) {
    private static final Set<String> ENDS = Set.of("COMPLETED", "FAILED", "CANCELED", "TIMED_OUT", "SKIPPED");

    /** One task: what it is called, what it does, how far it is, and how long it took, where the server says so. */
    record Task(String id, String name, String type, String status, Optional<Duration> took, String error) {
        boolean hasEnded() {
            return ENDS.contains(status);
        }
    }

    static Execution of(JsonNode json) {
        List<Task> tasks = new ArrayList<>();
        for (JsonNode task : json.path("tasks")) {
            tasks.add(task(task, tasks.size() + 1));
        }
        return new Execution(text(json, "status"), tasks, json.path("output"), json.path("error"));
    }

    boolean hasEnded() {
        return ENDS.contains(status);
    }

    boolean hasCompleted() {
        return status.equals("COMPLETED");
    }

    private static Task task(JsonNode json, int number) {
        String id = text(json, "task_id");
        String name = text(json, "id");
        return new Task(
                id.isEmpty() ? Integer.toString(number) : id,
                name.isEmpty() ? Integer.toString(number) : name,
                text(json, "type"),
                text(json, "status"),
                took(json),
                message(json.path("error")));
    }

    private static Optional<Duration> took(JsonNode json) {
        try {
            Instant from = Instant.parse(text(json, "started_at"));
            return Optional.of(Duration.between(from, Instant.parse(text(json, "completed_at"))));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** A failure's message, whatever its shape; empty where there is none. */
    static String message(JsonNode error) {
        if (error.isMissingNode() || error.isNull()) {
            return "";
        }
        JsonNode message = error.isObject() && error.has("message") ? error.path("message") : error;
        return printable(message.isString() ? message.stringValue() : message.toString());
    }

    private static String text(JsonNode json, String name) {
        return printable(json.path(name).asString(""));
    }

    /** Without control characters, since it goes to a terminal. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}

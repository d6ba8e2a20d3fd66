package dev.lockstep.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Calls the API as Conductor's SDKs do. */
record ConductorCalls(Api api) {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    static ConductorCalls of(Api api) {
        return new ConductorCalls(api);
    }

    void register(String definition) {
        api.post("/api/metadata/workflow?overwrite=true", definition).expect(200);
    }

    /** Registers one of these tasks, and starts it. */
    String run(String name, String tasks, String input) {
        register(definition(name, tasks, ""));
        return start(name, input);
    }

    static String definition(String name, String tasks, String more) {
        return "{\"name\":\"" + name + "\",\"version\":1,\"tasks\":[" + tasks + "]" + more + "}";
    }

    /** A worker's task called as its queue is. */
    static String simple(String name, String... more) {
        return "{\"name\":\"" + name + "\",\"taskReferenceName\":\"" + name + "\",\"type\":\"SIMPLE\""
                + String.join("", more) + "}";
    }

    /** A task definition under which a task is tried so often, without pauses. */
    void retries(String name, int count) {
        taskDefinition(name, "\"retryCount\":" + count + ",\"retryDelaySeconds\":0");
    }

    void taskDefinition(String name, String fields) {
        api.post("/api/metadata/taskdefs", "[{\"name\":\"" + name + "\"," + fields + "}]")
                .expect(200);
    }

    String start(String name, String input) {
        Api.Answer answer = api.post("/api/workflow", "{\"name\":\"" + name + "\",\"input\":" + input + "}")
                .expect(200);
        assertThat(answer.header("content-type")).get().asString().startsWith("text/plain");
        return answer.text();
    }

    JsonNode workflow(String id) {
        return api.get("/api/workflow/" + id).expect(200).json();
    }

    JsonNode await(String id, String status) {
        return awaiting(id, workflow -> status.equals(workflow.path("status").asString()));
    }

    JsonNode awaiting(String id, Predicate<JsonNode> condition) {
        return Awaitility.await().atMost(LIMIT).until(() -> workflow(id), condition);
    }

    /** Takes a task of that type, once there is one. */
    JsonNode take(String type) {
        return Awaitility.await()
                .atMost(LIMIT)
                .until(
                        () -> api.get("/api/tasks/poll/batch/" + type + "?count=1&timeout=1000&workerid=w1")
                                .expect(200)
                                .json(),
                        tasks -> !tasks.isEmpty())
                .get(0);
    }

    boolean hasTask(String type) {
        return !api.get("/api/tasks/poll/batch/" + type).expect(200).json().isEmpty();
    }

    void complete(JsonNode task, String output) {
        tell(task, "COMPLETED", "\"outputData\":" + output);
    }

    void fail(JsonNode task, String reason) {
        tell(task, "FAILED", "\"reasonForIncompletion\":\"" + reason + "\"");
    }

    void tell(JsonNode task, String status, String more) {
        ObjectNode result = (ObjectNode) Json.read("{" + more + "}");
        result.put("taskId", task.path("taskId").asString())
                .put("workflowInstanceId", task.path("workflowInstanceId").asString())
                .put("status", status)
                .put("workerId", "w1");
        assertThat(api.post("/api/tasks", Json.write(result)).expect(200).text())
                .isEqualTo(task.path("taskId").asString());
    }

    /** The rows of a task, in order, as {@code STATUS} or {@code STATUS!} where it was tried again. */
    static List<String> statuses(JsonNode workflow, String reference) {
        return rows(workflow, reference).stream()
                .map(row -> row.path("status").asString() + (row.path("retried").asBoolean(false) ? "!" : ""))
                .toList();
    }

    static List<JsonNode> rows(JsonNode workflow, String reference) {
        return StreamSupport.stream(workflow.path("tasks").spliterator(), false)
                .filter(row -> row.path("referenceTaskName").asString().equals(reference))
                .toList();
    }

    static JsonNode row(JsonNode workflow, String reference) {
        List<JsonNode> rows = rows(workflow, reference);
        assertThat(rows).as(reference + " in " + workflow).isNotEmpty();
        return rows.getLast();
    }
}

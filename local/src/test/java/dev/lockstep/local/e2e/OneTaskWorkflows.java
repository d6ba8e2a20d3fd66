package dev.lockstep.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Calls as Conductor's SDKs make them: workflows of one task for workers. */
record OneTaskWorkflows(Api api) {
    /** A workflow whose one task is of a type, with a reference of the same name. */
    void register(String name, String task) {
        ObjectNode definition = Json.object().put("name", name).put("version", 1);
        definition
                .putArray("tasks")
                .addObject()
                .put("name", task)
                .put("taskReferenceName", task)
                .put("type", "SIMPLE");
        api.post("/api/metadata/workflow?overwrite=true", Json.write(definition))
                .expect(200);
    }

    String start(String name, String correlation) {
        ObjectNode request = Json.object().put("name", name).put("correlationId", correlation);
        request.putObject("input").put("n", 1);
        return api.post("/api/workflow", Json.write(request)).expect(200).text();
    }

    JsonNode get(String id) {
        return api.get("/api/workflow/" + id).expect(200).json();
    }

    /** Takes a task of a type. */
    JsonNode take(String type) {
        JsonNode tasks = api.get("/api/tasks/poll/batch/" + type + "?workerid=tester&count=1&timeout=5000")
                .expect(200)
                .json();
        assertThat(tasks).hasSize(1);
        return tasks.get(0);
    }

    /** Takes a task of a type and completes it. */
    JsonNode complete(String type) {
        JsonNode task = take(type);
        update(task, "COMPLETED");
        return task;
    }

    void update(JsonNode task, String status) {
        ObjectNode result = Json.object()
                .put("taskId", task.path("taskId").asString())
                .put("workflowInstanceId", task.path("workflowInstanceId").asString())
                .put("status", status);
        result.putObject("outputData").put("done", true);
        api.post("/api/tasks", Json.write(result)).expect(200);
    }
}

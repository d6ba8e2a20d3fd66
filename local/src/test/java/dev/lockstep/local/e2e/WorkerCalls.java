package dev.lockstep.local.e2e;

import dev.lockstep.engine.data.Json;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The calls that a worker makes for tasks of one type. */
record WorkerCalls(Api api, String type) {
    List<JsonNode> poll(int most, int waitSeconds) {
        ObjectNode body = Json.object().put("max", most).put("wait_seconds", waitSeconds);
        return call("poll", body).expect(200).json().path("tasks").valueStream().toList();
    }

    /** The one task that there is, once there is one. */
    JsonNode take() {
        List<JsonNode> tasks = poll(1, 20);
        if (tasks.size() != 1) {
            throw new AssertionError("there are " + tasks.size() + " tasks");
        }
        return tasks.getFirst();
    }

    Api.Answer heartbeat(JsonNode task) {
        return call("heartbeat", shown(task));
    }

    Api.Answer complete(JsonNode task, JsonNode output) {
        return call("complete", shown(task).set("output", output));
    }

    Api.Answer fail(JsonNode task, String error, boolean retryable) {
        return call("fail", shown(task).put("error", error).put("message", "").put("retryable", retryable));
    }

    Api.Answer fail(JsonNode task, String error, JsonNode details) {
        ObjectNode body = shown(task).put("error", error).put("message", "").put("retryable", false);
        return call("fail", body.set("details", details));
    }

    private static ObjectNode shown(JsonNode task) {
        return Json.object().put("task_token", task.path("task_token").asString());
    }

    Api.Answer call(String verb, JsonNode body) {
        return api.post("/workers/" + type + "/" + verb, Json.write(body));
    }
}

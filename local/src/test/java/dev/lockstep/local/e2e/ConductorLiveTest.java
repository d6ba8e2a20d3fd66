package dev.lockstep.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.netflix.conductor.client.http.ConductorClient;
import com.netflix.conductor.client.http.TaskClient;
import com.netflix.conductor.client.http.WorkflowClient;
import com.netflix.conductor.common.metadata.tasks.Task;
import com.netflix.conductor.common.metadata.tasks.TaskResult;
import com.netflix.conductor.common.metadata.workflow.StartWorkflowRequest;
import dev.lockstep.engine.data.Json;
import io.orkes.conductor.client.ApiClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What Conductor's released Java client starts is watched by all the ways that there are, and read by the other dialects. */
class ConductorLiveTest extends OnLocalStack {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static boolean isEnd(JsonNode message) {
        return message.path("status").asString("").equals("COMPLETED");
    }

    private static Task taken(TaskClient tasks, String type) {
        return Awaitility.await()
                .atMost(LIMIT)
                .until(() -> tasks.batchPollTasksByTaskType(type, "me", 1, 1_000), found -> !found.isEmpty())
                .getFirst();
    }

    @Test
    void a_workflow_is_watched_up_to_its_end_over_web_socket_events_and_webhooks() {
        conductor.register(ConductorCalls.definition("watched", ConductorCalls.simple("watched_work"), ""));
        ConductorClient client =
                new ApiClient(stack.url() + "/api", "suite", stack.adminKey().text());
        try (Receiver receiver = new Receiver();
                LiveClient live = LiveClient.of(stack)) {
            api.post("/webhooks", "{\"url\":\"" + receiver.url() + "\"}").expect(201);
            StartWorkflowRequest request = new StartWorkflowRequest();
            request.setName("watched");
            request.setInput(Map.of("n", 1));
            String id = new WorkflowClient(client).startWorkflow(request);
            live.follow(id);
            String events = "/runs/" + id + "/events";
            assertThat(api.get(events).expect(200).text()).contains("event: update\n", "\"status\":\"EXECUTING\"");

            TaskClient tasks = new TaskClient(client);
            TaskResult result = new TaskResult(taken(tasks, "watched_work"));
            result.setStatus(TaskResult.Status.COMPLETED);
            result.setOutputData(Map.of("n", 2));
            tasks.updateTask(result);

            live.await(ConductorLiveTest::isEnd);
            List<JsonNode> seen = live.of(id);
            assertThat(isEnd(seen.getLast())).isTrue();
            assertThat(seen.subList(0, seen.size() - 1)).isNotEmpty().noneMatch(ConductorLiveTest::isEnd);
            assertThat(api.get(events).expect(200).text()).contains("\"status\":\"COMPLETED\"");
            Awaitility.await().atMost(LIMIT).until(() -> receiver.types().contains("execution.completed"));
            assertThat(receiver.types()).startsWith("execution.started").contains("step.completed");
            assertThat(receiver.received())
                    .allMatch(received -> received.json()
                            .path("data")
                            .path("execution_id")
                            .asString()
                            .equals(id));
            readsTheSame(id);
        } finally {
            client.shutdown();
        }
    }

    private static void readsTheSame(String id) {
        JsonNode output = Json.read("{\"n\":2}");
        JsonNode run = api.get("/runs/" + id).expect(200).json();
        assertThat(run.path("status").asString()).isEqualTo("COMPLETED");
        assertThat(run.path("runStages").get(0).path("output")).isEqualTo(output);
        JsonNode pipelines = api.get("/workflows/conductor.watched/executions/" + id)
                .expect(200)
                .json();
        assertThat(pipelines.path("status").asString()).isEqualTo("COMPLETED");
        assertThat(pipelines.path("output")).isEqualTo(output);
        JsonNode machines = api.get("/api/executions/" + id).expect(200).json();
        assertThat(machines.path("status").asString()).isEqualTo("completed");
    }
}

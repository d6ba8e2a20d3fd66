package dev.lockstep.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import dev.lockstep.local.measure.CapacityCount;
import dev.lockstep.local.stack.LocalStack;
import dev.lockstep.local.stack.StackOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What Conductor's SDKs do to workflows, one or many, and what they say and ask of tasks, over HTTP. */
class ConductorMovesTest {
    private static final CapacityCount COUNT = new CapacityCount();

    @SuppressWarnings("NullAway.Init")
    private static LocalStack stack;

    @SuppressWarnings("NullAway.Init")
    private static OneTaskWorkflows calls;

    @SuppressWarnings("NullAway.Init")
    private static Api api;

    @BeforeAll
    static void start() {
        stack = StackOptions.of(Project.template())
                .wrapDynamoDb(client -> COUNT.on(client))
                .start();
        api = Api.of(stack);
        calls = new OneTaskWorkflows(api);
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    private static String list(String... ids) {
        ArrayNode list = Json.array();
        List.of(ids).forEach(list::add);
        return Json.write(list);
    }

    private static JsonNode bulk(String method, String move, String... ids) {
        return api.call(method, "/api/workflow/bulk/" + move, Optional.of(list(ids)))
                .expect(200)
                .json();
    }

    private static List<String> made(JsonNode bulk) {
        return bulk.path("bulkSuccessfulResults")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    private static String status(String id) {
        return calls.get(id).path("status").asString();
    }

    private static long left(String execution) {
        return stack
                .dynamoDb()
                .queryPaginator(request -> request.tableName(stack.tableName("Table"))
                        .keyConditionExpression("pk = :pk")
                        .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS("E#" + execution))))
                .items()
                .stream()
                .count();
    }

    @Test
    void a_workflow_that_has_ended_is_removed_with_all_that_is_recorded_of_it() {
        calls.register("removed", "removed_task");
        String id = calls.start("removed", "r");
        JsonNode task = calls.take("removed_task");
        String taskId = task.path("taskId").asString();
        api.post("/api/tasks/" + taskId + "/log", "\"working\"").expect(200);
        api.delete("/api/workflow/" + id + "/remove").expect(409);
        calls.update(task, "COMPLETED");
        assertThat(left(id)).isGreaterThan(2);

        api.delete("/api/workflow/" + id + "/remove?archiveWorkflow=false").expect(200);

        api.get("/api/workflow/" + id).expect(404);
        api.delete("/api/workflow/" + id + "/remove").expect(404);
        api.get("/api/tasks/" + taskId + "/log").expect(204);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> left(id) == 0);
        assertThat(api.get("/api/workflow/search?query=workflowType=removed")
                        .expect(200)
                        .json()
                        .path("totalHits")
                        .asInt())
                .isZero();
    }

    @Test
    void a_workflow_under_way_is_ended_and_removed_by_one_call() {
        calls.register("cut", "cut_task");
        String id = calls.start("cut", "c");

        api.delete("/api/workflow/" + id + "/terminate-remove?reason=enough").expect(200);

        api.get("/api/workflow/" + id).expect(404);
    }

    @Test
    void a_workflow_of_another_workspace_is_neither_removed_nor_moved() {
        calls.register("theirs", "theirs_task");
        String id = calls.start("theirs", "t");
        Api other = OtherWorkspace.admin(stack);

        other.delete("/api/workflow/" + id + "/terminate-remove").expect(404);
        other.put("/api/workflow/decide/" + id, "").expect(404);
        JsonNode bulk =
                other.post("/api/workflow/bulk/terminate", list(id)).expect(200).json();

        assertThat(bulk.path("bulkErrorResults").has(id)).isTrue();
        assertThat(status(id)).isEqualTo("RUNNING");
    }

    @Test
    void the_same_move_is_made_on_many_workflows_and_told_of_each() {
        calls.register("many", "many_task");
        String one = calls.start("many", "1");
        String two = calls.start("many", "2");

        assertThat(made(bulk("PUT", "pause", one, two, one))).containsExactly(one, two);
        assertThat(status(one)).isEqualTo("PAUSED");
        assertThat(made(bulk("PUT", "resume", one, two))).containsExactly(one, two);
        JsonNode terminated = bulk("POST", "terminate?reason=stop", one, "ex-none", "<script>");
        assertThat(made(terminated)).containsExactly(one);
        assertThat(terminated.path("bulkErrorResults").path("ex-none").asString())
                .isEqualTo("No such workflow found by id: ex-none");
        assertThat(calls.get(one).path("reasonForIncompletion").asString()).isEqualTo("stop");
        JsonNode retried = bulk("POST", "retry", one, two);
        assertThat(made(retried)).containsExactly(one);
        assertThat(retried.path("bulkErrorResults").path(two).asString()).contains("still running");
        bulk("POST", "terminate", one);
        assertThat(made(bulk("POST", "restart", one))).containsExactly(one);
        assertThat(status(one)).isEqualTo("RUNNING");
        assertThat(made(bulk("DELETE", "remove", one))).isEmpty();
        assertThat(made(bulk("DELETE", "terminate-remove", one, two))).containsExactly(one, two);
        api.get("/api/workflow/" + one).expect(404);
    }

    @Test
    void a_bulk_call_names_at_most_a_thousand_workflows() {
        String many = list(Collections.nCopies(1_001, "x").toArray(String[]::new));

        for (String body : List.of(many, "[]", "{}", "[1]", "[[]]")) {
            api.put("/api/workflow/bulk/pause", body).expect(400);
        }
    }

    @Test
    void a_workflow_is_had_go_on_by_whichever_call() {
        calls.register("nudged", "nudged_task");
        String id = calls.start("nudged", "n");

        api.put("/api/workflow/decide/" + id, "").expect(200);
        api.post("/api/workflow/" + id + "/resetcallbacks", "").expect(204);
        assertThat(api.post("/api/admin/sweep/requeue/" + id, "").expect(200).text())
                .isEqualTo("true." + id);
        assertThat(api.post("/api/admin/consistency/verifyAndRepair/" + id, "")
                        .expect(200)
                        .text())
                .isEqualTo("true");
        api.put("/api/workflow/decide/nothing", "").expect(404);
        calls.complete("nudged_task");
        assertThat(status(id)).isEqualTo("COMPLETED");
        api.put("/api/workflow/decide/" + id, "").expect(200);
    }

    @Test
    void what_workers_say_is_given_back_in_order() {
        calls.register("logged", "logged_task");
        calls.start("logged", "l");
        JsonNode task = calls.take("logged_task");
        String taskId = task.path("taskId").asString();
        api.get("/api/tasks/" + taskId + "/log").expect(204);

        api.post("/api/tasks/" + taskId + "/log", "\"in JSON\"").expect(200);
        api.post("/api/tasks/" + taskId + "/log", "plain text, {though").expect(200);
        ObjectNode result = Json.object().put("taskId", taskId).put("status", "COMPLETED");
        result.putArray("logs").addObject().put("log", "at the end").put("createdTime", 1_234);
        api.post("/api/tasks/update-v2", Json.write(result)).expect(204);

        JsonNode logs = api.get("/api/tasks/" + taskId + "/log").expect(200).json();
        assertThat(logs.valueStream().map(line -> line.path("log").asString()))
                .containsExactly("in JSON", "plain text, {though", "at the end");
        assertThat(logs.get(2).path("createdTime").asLong()).isEqualTo(1_234);
        assertThat(logs.get(0).path("taskId").asString()).isEqualTo(taskId);
        api.post("/api/tasks/nothing/log", "\"into the void\"").expect(200);
        api.get("/api/tasks/nothing/log").expect(204);
        assertThat(OtherWorkspace.admin(stack)
                        .get("/api/tasks/" + taskId + "/log")
                        .status())
                .isEqualTo(204);
    }

    @Test
    void queues_tell_how_much_is_in_them_and_who_takes_it() {
        calls.register("queued", "queued_task");
        calls.start("queued", "1");
        calls.start("queued", "2");
        calls.take("queued_task");

        JsonNode sizes = api.get("/api/tasks/queue/sizes?taskType=queued_task&taskType=none")
                .expect(200)
                .json();
        assertThat(Json.write(sizes)).isEqualTo("{\"queued_task\":1,\"none\":0}");
        assertThat(api.get("/api/tasks/queue/size?taskType=queued_task")
                        .expect(200)
                        .text())
                .isEqualTo("1");
        assertThat(api.get("/api/tasks/queue/all")
                        .expect(200)
                        .json()
                        .path("queued_task")
                        .asInt())
                .isEqualTo(1);
        JsonNode verbose = api.get("/api/tasks/queue/all/verbose").expect(200).json();
        assertThat(Json.write(verbose.path("queued_task"))).isEqualTo("{\"a\":{\"size\":1,\"uacked\":1}}");
        JsonNode polls = api.get("/api/tasks/queue/polldata?taskType=queued_task")
                .expect(200)
                .json();
        assertThat(polls).hasSize(1);
        assertThat(polls.get(0).path("queueName").asString()).isEqualTo("queued_task");
        assertThat(polls.get(0).path("workerId").asString()).isEqualTo("tester");
        assertThat(polls.get(0).path("lastPollTime").asLong()).isPositive();
        assertThat(api.get("/api/tasks/queue/polldata/all").expect(200).json()).isNotEmpty();
        assertThat(api.post("/api/tasks/queue/requeue/queued_task", "")
                        .expect(200)
                        .text())
                .isEqualTo("0");
        assertThat(api.get("/api/admin/task/queued_task").expect(200).json()).hasSize(2);
        api.get("/api/admin/config").expect(200);
        api.get("/api/admin/queues").expect(200);
    }

    @Test
    void who_asks_again_and_again_in_vain_costs_no_table_access() {
        String poll = "/api/tasks/poll/batch/idle_task?workerid=idler&count=1&timeout=0";
        api.get(poll).expect(200);
        Awaitility.await().pollDelay(Duration.ZERO).until(() -> {
            COUNT.reset();
            api.get(poll).expect(200);
            return Stream.of("other", "execution", "stage")
                            .mapToDouble(item -> COUNT.of("read " + item) + COUNT.of("write " + item))
                            .sum()
                    == 0;
        });
    }

    @Test
    void a_name_may_be_as_long_as_it_may_be_in_whatever_script() {
        String name = "日".repeat(255);
        calls.register(name, name);

        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8);
        assertThat(api.get("/api/metadata/workflow/" + encoded)
                        .expect(200)
                        .json()
                        .path("name")
                        .asString())
                .isEqualTo(name);
        String id = calls.start(name, "long");
        calls.complete(encoded);
        assertThat(status(id)).isEqualTo("COMPLETED");
        assertThat(api.get("/api/tasks/queue/polldata?taskType=" + encoded)
                        .expect(200)
                        .json()
                        .get(0)
                        .path("queueName")
                        .asString())
                .isEqualTo(name);
        assertThat(api.get("/api/workflow/search?query=workflowType=" + encoded)
                        .expect(200)
                        .json()
                        .path("results")
                        .get(0)
                        .path("workflowId")
                        .asString())
                .isEqualTo(id);
    }

    @Test
    void definitions_are_told_of_in_short() {
        for (int version = 1; version <= 2; version++) {
            ObjectNode definition = Json.object().put("name", "short/one").put("version", version);
            definition.putArray("tasks").addObject().put("name", "short_task").put("taskReferenceName", "short_task");
            api.post("/api/metadata/workflow", Json.write(definition)).expect(200);
        }

        assertThat(api.get("/api/metadata/workflow/names")
                        .expect(200)
                        .json()
                        .valueStream()
                        .map(JsonNode::asString))
                .contains("short/one");
        JsonNode versions = api.get("/api/metadata/workflow/short%2Fone/versions")
                .expect(200)
                .json();
        assertThat(versions.valueStream().map(one -> one.path("version").asInt()))
                .containsExactly(1, 2);
        JsonNode all =
                api.get("/api/metadata/workflow/names-and-versions").expect(200).json();
        assertThat(all.path("short/one")).hasSize(2);
        JsonNode latest =
                api.get("/api/metadata/workflow/latest-versions").expect(200).json();
        assertThat(latest.valueStream()
                        .filter(one -> one.path("name").asString().equals("short/one"))
                        .map(one -> one.path("version").asInt()))
                .containsExactly(2);
        api.get("/api/metadata/workflow/none/versions").expect(404);
    }

    @Test
    void event_handlers_are_kept_and_given_back() {
        String handler = """
                {"name": "on order", "event": "conductor:shop:order", "active": true, "condition": "true",
                 "actions": [{"action": "start_workflow", "start_workflow": {"name": "ship"}}]}""";
        String other = handler.replace("on order", "idle").replace("\"active\": true", "\"active\": false");
        api.post("/api/event", handler).expect(200);
        api.post("/api/event", "[" + other + "]").expect(200);
        api.post("/api/event", handler).expect(409);

        assertThat(api.get("/api/event").expect(200).json()).hasSize(2);
        JsonNode ofEvent =
                api.get("/api/event/conductor:shop:order").expect(200).json();
        assertThat(ofEvent).hasSize(1);
        assertThat(ofEvent.get(0).path("name").asString()).isEqualTo("on order");
        assertThat(api.get("/api/event/conductor:shop:order?activeOnly=false")
                        .expect(200)
                        .json())
                .hasSize(2);
        api.put("/api/event", other.replace("conductor:shop:order", "sqs:orders"))
                .expect(200);
        assertThat(api.get("/api/event/sqs:orders?activeOnly=false").expect(200).json())
                .hasSize(1);
        api.put("/api/event", handler.replace("on order", "unknown")).expect(404);
        api.delete("/api/event/on%20order").expect(200);
        api.delete("/api/event/on%20order").expect(404);
        for (String wrong : List.of("[]", "1", "{}", handler.replace("start_workflow", "sing"))) {
            api.post("/api/event", wrong).expect(400);
        }
    }
}

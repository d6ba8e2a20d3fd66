package dev.lockstep.local.e2e;

import static dev.lockstep.local.e2e.ConductorCalls.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** EVENT tasks of Conductor's, and the handlers that their events set off. */
class ConductorEventsTest extends OnLocalStack {
    private static final String WAIT = "{\"name\":\"wait\",\"taskReferenceName\":\"wait\",\"type\":\"WAIT\"}";

    private static String event(String sink, String... more) {
        return """
                {"name":"tell","taskReferenceName":"tell","type":"EVENT","sink":"%s",
                 "inputParameters":{"order":"${workflow.input.order}","text":"${workflow.input.text}"}%s}""".formatted(sink, String.join("", more));
    }

    private static void handle(String name, String event, String condition, String... actions) {
        api.post("/api/event", """
                {"name":"%s","event":"%s","condition":"%s","active":true,"actions":[%s]}""".formatted(name, event, condition, String.join(",", actions)))
                .expect(200);
    }

    private static String starting(String workflow, String more) {
        return """
                {"action":"start_workflow","start_workflow":{"name":"%s"%s}}""".formatted(workflow, more);
    }

    private static List<String> started(String workflow) {
        JsonNode found = api.get("/api/workflow/search?query=workflowType%3D" + workflow)
                .expect(200)
                .json();
        return StreamSupport.stream(found.path("results").spliterator(), false)
                .map(summary -> summary.path("workflowId").asString())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "conductor, conductor:told-plain:tell, told-plain",
        "conductor:orders, conductor:told-named:orders, told-named"
    })
    void an_event_task_is_over_when_its_event_is_published_and_gives_what_it_told(
            String sink, String event, String name) {
        String id = conductor.run(name, event(sink), "{\"order\":{\"id\":7}}");

        JsonNode output = row(conductor.await(id, "COMPLETED"), "tell").path("outputData");
        assertThat(output.path("event_produced").asString()).isEqualTo(event);
        assertThat(output.path("order").path("id").asInt()).isEqualTo(7);
        assertThat(output.path("sink").asString()).isEqualTo(sink);
        assertThat(output.path("workflowInstanceId").asString()).isEqualTo(id);
        assertThat(output.path("workflowType").asString()).isEqualTo(name);
        assertThat(output.path("workflowVersion").asInt()).isEqualTo(1);
        assertThat(output.path("asyncComplete").asBoolean(true)).isFalse();
        assertThat(output.path("taskToDomain").isObject()).isTrue();
    }

    @Test
    void one_that_is_completed_from_outside_stays_in_progress_until_then() {
        String id = conductor.run(
                "told-async",
                event("conductor:later", ",\"asyncComplete\":true") + ","
                        + ConductorCalls.simple("after", ",\"inputParameters\":{\"got\":\"${tell.output.answer}\"}"),
                "{\"order\":1}");

        JsonNode open = row(
                conductor.awaiting(
                        id,
                        workflow -> workflow.path("tasks")
                                .path(0)
                                .path("status")
                                .asString("")
                                .equals("IN_PROGRESS")),
                "tell");
        assertThat(open.path("taskType").asString()).isEqualTo("EVENT");
        assertThat(open.path("outputData").path("event_produced").asString()).isEqualTo("conductor:told-async:later");
        assertThat(open.path("outputData").path("asyncComplete").asBoolean(false))
                .isTrue();

        conductor.complete(open, "{\"answer\":42}");
        JsonNode next = conductor.take("after");
        assertThat(next.path("inputData").path("got").asInt()).isEqualTo(42);
        conductor.complete(next, "{}");
        assertThat(row(conductor.await(id, "COMPLETED"), "tell").path("outputData"))
                .isEqualTo(Json.read("{\"answer\":42}"));
    }

    @Test
    void one_that_is_completed_from_outside_may_be_the_first_of_a_way_that_is_taken() {
        String id = conductor.run(
                "told-in-case", """
                {"name":"which","taskReferenceName":"which","type":"SWITCH","evaluatorType":"javascript",
                 "expression":"$.a","inputParameters":{"a":"${workflow.input.a}"},
                 "decisionCases":{"x":[{"name":"inner","taskReferenceName":"inner","type":"SWITCH",
                   "evaluatorType":"javascript","expression":"'y'","decisionCases":{"y":[%s]}}]}}""".formatted(event("conductor", ",\"asyncComplete\":true")), "{\"a\":\"x\"}");

        JsonNode workflow = conductor.awaiting(
                id,
                any -> any.path("tasks")
                        .valueStream()
                        .anyMatch(task -> task.path("status").asString("").equals("IN_PROGRESS")));
        conductor.complete(row(workflow, "tell"), "{}");
        conductor.await(id, "COMPLETED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sqs:",
                "sqs:a b",
                "sqs:orders.fifos",
                "kafka:topic",
                "amqp:x",
                "nats:y",
                "conductor:",
                "conduct",
                ""
            })
    void a_sink_of_another_kind_is_refused_with_its_place(String sink) {
        JsonNode refused = api.post("/api/metadata/workflow", ConductorCalls.definition("told-wrong", event(sink), ""))
                .expect(400)
                .json();

        assertThat(refused.path("validationErrors").path(0).path("path").asString())
                .isEqualTo("tasks[0].sink");
    }

    @Test
    void a_sink_that_is_an_expression_is_checked_when_it_is_known() {
        String tasks = event("${workflow.input.sink}");
        String good = conductor.run("told-dynamic", tasks, "{\"sink\":\"conductor:there\"}");
        String bad = conductor.run("told-dynamic", tasks, "{\"sink\":\"kafka:there\"}");

        assertThat(row(conductor.await(good, "COMPLETED"), "tell")
                        .path("outputData")
                        .path("event_produced")
                        .asString())
                .isEqualTo("conductor:told-dynamic:there");
        assertThat(row(conductor.await(bad, "FAILED"), "tell").path("status").asString())
                .isEqualTo("FAILED_WITH_TERMINAL_ERROR");
    }

    @Test
    void a_handler_starts_a_workflow_with_what_the_event_tells() {
        conductor.register(ConductorCalls.definition("ship", WAIT, ""));
        handle("ship it", "conductor:sell:sold", "$.order.total > 10", starting("ship", """
                ,"correlationId":"order-${order.id}",
                "input":{"order":"${order}","from":"${workflowInstanceId}","note":"${text.a[0]}","none":"${nothing.there}"}"""));
        api.post("/api/event", """
                {"name":"idle","event":"conductor:sell:sold","active":false,"actions":[%s]}""".formatted(starting("ship", ""))).expect(200);

        String cheap = conductor.run("sell", event("conductor:sold"), "{\"order\":{\"id\":1,\"total\":5}}");
        conductor.await(cheap, "COMPLETED");
        String dear = conductor.run(
                "sell", event("conductor:sold"), "{\"order\":{\"id\":2,\"total\":50},\"text\":{\"a\":[\"first\"]}}");
        conductor.await(dear, "COMPLETED");

        assertThat(started("ship")).hasSize(1);
        JsonNode shipped = conductor.workflow(started("ship").getFirst());
        assertThat(shipped.path("correlationId").asString()).isEqualTo("order-2");
        JsonNode input = shipped.path("input");
        assertThat(input.path("order").path("total").asInt()).isEqualTo(50);
        assertThat(input.path("from").asString()).isEqualTo(dear);
        assertThat(input.path("note").asString()).isEqualTo("first");
        assertThat(input.path("none").isMissingNode() || input.path("none").isNull())
                .isTrue();
        assertThat(input.path("conductor.event.name").asString()).isEqualTo("conductor:sell:sold");
        assertThat(input.path("conductor.event.messageId").asString()).startsWith(dear);
    }

    @Test
    void a_handler_may_go_by_a_field_and_expand_texts_that_are_json() {
        conductor.register(ConductorCalls.definition("expanded", WAIT, ""));
        for (String name : List.of("ready", "missing")) {
            api.post("/api/event", """
                    {"name":"by %s","event":"conductor:json:tell","condition":"%s","evaluatorType":"value-param",
                     "active":true,"actions":[{"action":"start_workflow","expandInlineJSON":true,
                       "start_workflow":{"name":"expanded","input":{"deep":"${text.a.b}"}}}]}""".formatted(name, name)).expect(200);
        }

        String id = conductor.run(
                "json",
                event("conductor").replace("\"order\":", "\"ready\":true,\"order\":"),
                Json.write(Json.object().put("text", "{\"a\":{\"b\":[1,2]}}")));
        conductor.await(id, "COMPLETED");

        assertThat(started("expanded")).hasSize(1);
        assertThat(conductor
                        .workflow(started("expanded").getFirst())
                        .path("input")
                        .path("deep"))
                .isEqualTo(Json.read("[1,2]"));
    }

    @Test
    void handlers_complete_and_fail_tasks_and_terminate_workflows() {
        String waiting = conductor.run("waits-for-event", WAIT, "{}");
        String working = conductor.run("works-for-event", ConductorCalls.simple("event-work"), "{}");
        String ended = conductor.run("ends-by-event", WAIT, "{}");
        conductor.retries("event-work", 0);
        String failing = conductor.run("fails-by-event", ConductorCalls.simple("event-work"), "{}");
        String taskId =
                row(conductor.workflow(failing), "event-work").path("taskId").asString();
        handle("all of them", "conductor:boss:done", "", """
                {"action":"complete_task","complete_task":{"workflowId":"${order.waiting}","taskRefName":"wait",
                 "output":{"by":"${workflowType}"}}}""", """
                {"action":"complete_task","complete_task":{"workflowId":"${order.working}","taskRefName":"event-work"}}""", """
                {"action":"terminate_workflow","terminate_workflow":{"workflowId":"${order.ended}",
                 "terminationReason":"because ${order.why}"}}""", """
                {"action":"fail_task","fail_task":{"taskId":"${order.task}"}}""");

        String id = conductor.run("boss", event("conductor:done"), """
                {"order":{"waiting":"%s","working":"%s","ended":"%s","task":"%s","why":"I say so"}}""".formatted(waiting, working, ended, taskId));
        conductor.await(id, "COMPLETED");

        JsonNode output = row(conductor.await(waiting, "COMPLETED"), "wait").path("outputData");
        assertThat(output.path("by").asString()).isEqualTo("boss");
        assertThat(output.path("workflowId").asString()).isEqualTo(waiting);
        assertThat(output.path("conductor.event.name").asString()).isEqualTo("conductor:boss:done");
        conductor.await(working, "COMPLETED");
        assertThat(conductor
                        .await(ended, "TERMINATED")
                        .path("reasonForIncompletion")
                        .asString())
                .isEqualTo("because I say so");
        conductor.await(failing, "FAILED");
    }

    @Test
    void what_a_handler_cannot_do_is_no_matter_of_the_publishers_nor_of_the_next_actions() {
        conductor.register(ConductorCalls.definition("after-all", WAIT, ""));
        handle(
                "clumsy",
                "conductor:innocent:tell",
                "",
                starting("no such workflow", ""),
                "{\"action\":\"complete_task\",\"complete_task\":{\"workflowId\":\"x\",\"taskRefName\":\"y\"}}",
                "{\"action\":\"terminate_workflow\",\"terminate_workflow\":{\"workflowId\":\"${order}\"}}",
                starting("after-all", ""));
        handle("broken", "conductor:innocent:tell", "$.a.b.c > 1", starting("after-all", ""));

        conductor.await(conductor.run("innocent", event("conductor"), "{}"), "COMPLETED");

        assertThat(started("after-all")).hasSize(1);
    }

    @Test
    void events_that_start_their_own_publisher_come_to_an_end() {
        handle("again", "conductor:endless:tell", "", starting("endless", ""));
        String first = conductor.run("endless", event("conductor"), "{}");
        conductor.await(first, "COMPLETED");

        List<String> all = new ArrayList<>(Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> started("endless"), found -> found.size() == 9));
        all.forEach(id -> conductor.await(id, "COMPLETED"));
        assertThat(started("endless")).hasSize(9);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"action\":\"update_workflow_variables\",\"update_workflow_variables\":{}}     | actions[0].action",
                "{\"action\":\"start_workflow\"}                                              | actions[0].start_workflow",
                "{\"action\":\"start_workflow\",\"start_workflow\":{\"input\":{\"a\":\"${b\"}}} | actions[0].start_workflow.name",
                "{\"action\":\"complete_task\",\"complete_task\":{\"taskRefName\":\"t\"}}       | actions[0].complete_task.taskId",
                "{\"action\":\"terminate_workflow\",\"terminate_workflow\":{}}                  | actions[0].terminate_workflow.workflowId",
            })
    void an_action_that_cannot_be_done_is_refused_with_its_place(String action, String path) {
        JsonNode refused =
                api.post("/api/event", """
                {"name":"wrong","event":"e","actions":[%s]}""".formatted(action)).expect(400).json();

        assertThat(refused.path("validationErrors")
                        .valueStream()
                        .map(fault -> fault.path("path").asString()))
                .contains(path);
    }

    @Test
    void a_condition_that_does_not_parse_is_refused_and_so_are_too_many_handlers_of_an_event() {
        JsonNode refused = api.post("/api/event", """
                {"name":"wrong","event":"e","condition":"$.a >","actions":[%s]}""".formatted(starting("x", "")))
                .expect(400)
                .json();
        assertThat(refused.path("validationErrors").path(0).path("path").asString())
                .isEqualTo("condition");

        for (int i = 0; i < 20; i++) {
            handle("crowd " + i, "conductor:crowd:tell", "", starting("x", ""));
        }
        api.post("/api/event", """
                {"name":"crowd 20","event":"conductor:crowd:tell","actions":[%s]}""".formatted(starting("x", ""))).expect(409);
    }
}

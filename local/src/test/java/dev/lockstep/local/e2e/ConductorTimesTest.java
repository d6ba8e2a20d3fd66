package dev.lockstep.local.e2e;

import static dev.lockstep.local.e2e.ConductorCalls.definition;
import static dev.lockstep.local.e2e.ConductorCalls.row;
import static dev.lockstep.local.e2e.ConductorCalls.rows;
import static dev.lockstep.local.e2e.ConductorCalls.simple;
import static dev.lockstep.local.e2e.ConductorCalls.statuses;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What definitions of tasks and of workflows say about time, over HTTP. Each test has names of its own. */
class ConductorTimesTest extends OnLocalStack {
    private static long time(JsonNode row, String field) {
        return row.path(field).asLong(0);
    }

    /** A workflow of one task under this definition of it, both called so. */
    private static String run(String name, String taskDefinition) {
        conductor.taskDefinition(name, taskDefinition);
        return conductor.run(name, simple(name), "{}");
    }

    @Test
    void a_task_with_a_start_delay_is_scheduled_and_not_handed_out_before() {
        String id = conductor.run("put_off", simple("put_off", ",\"startDelay\":5"), "{}");

        JsonNode row = row(conductor.workflow(id), "put_off");
        assertThat(row.path("status").asString()).isEqualTo("SCHEDULED");
        assertThat(row.path("startDelayInSeconds").asInt(0)).isEqualTo(5);
        assertThat(row.path("callbackAfterSeconds").asInt(0)).isEqualTo(5);
        assertThat(conductor.hasTask("put_off")).isFalse();

        JsonNode task = conductor.take("put_off");
        JsonNode began = conductor.workflow(id);
        assertThat(time(task, "scheduledTime") - time(began, "startTime")).isGreaterThanOrEqualTo(5_000);
        conductor.complete(task, "{}");
        conductor.await(id, "COMPLETED");
    }

    @Test
    void a_start_delay_is_not_had_again_by_a_retry() {
        conductor.retries("put_off_once", 1);
        String id = conductor.run("put_off_once", simple("put_off_once", ",\"startDelay\":5"), "{}");
        conductor.fail(conductor.take("put_off_once"), "no");

        JsonNode again = conductor.take("put_off_once");

        JsonNode first = rows(conductor.workflow(id), "put_off_once").getFirst();
        assertThat(time(again, "scheduledTime") - time(first, "endTime")).isLessThan(5_000);
    }

    @Test
    void a_system_task_is_put_off_too() {
        conductor.register(definition("put_off_child", simple("put_off_child_task"), ""));
        String id = conductor.run("put_off_parent", """
                {"name": "child", "taskReferenceName": "child", "type": "SUB_WORKFLOW", "startDelay": 600,
                 "subWorkflowParam": {"name": "put_off_child"}}""", "{}");

        JsonNode waiting =
                conductor.awaiting(id, workflow -> !rows(workflow, "child").isEmpty());

        assertThat(statuses(waiting, "child")).containsExactly("SCHEDULED");
        assertThat(row(waiting, "child").has("subWorkflowId")).isFalse();
    }

    @Test
    void a_task_whose_workflow_an_expression_names_is_put_off_once() {
        conductor.register(definition("put_off_told_child", simple("put_off_told_task"), ""));
        String id = conductor.run("put_off_told", """
                {"name": "child", "taskReferenceName": "child", "type": "SUB_WORKFLOW", "startDelay": 600,
                 "subWorkflowParam": {"name": "${workflow.input.child}"}}""", "{\"child\":\"put_off_told_child\"}");

        JsonNode waiting =
                conductor.awaiting(id, workflow -> !rows(workflow, "child").isEmpty());

        assertThat(statuses(waiting, "child")).containsExactly("SCHEDULED");
        assertThat(row(waiting, "child").path("callbackAfterSeconds").asInt(0)).isGreaterThan(500);
    }

    @Test
    void an_attempt_that_takes_too_long_ends_the_workflow() {
        String id = run(
                "timed_out",
                "\"retryCount\":3,\"retryDelaySeconds\":0,\"timeoutSeconds\":1,\"responseTimeoutSeconds\":1");

        JsonNode ended = conductor.await(id, "TIMED_OUT");

        assertThat(statuses(ended, "timed_out")).containsExactly("TIMED_OUT");
        assertThat(ended.path("reasonForIncompletion").asString()).contains("TIMED_OUT");
    }

    @Test
    void an_attempt_that_takes_too_long_is_made_again_where_the_policy_says_so() {
        String id = run(
                "timed_out_again",
                "\"retryCount\":1,\"retryDelaySeconds\":0,\"timeoutSeconds\":1,\"responseTimeoutSeconds\":1,\"timeoutPolicy\":\"RETRY\"");

        JsonNode ended = conductor.await(id, "TIMED_OUT");

        assertThat(statuses(ended, "timed_out_again")).containsExactly("TIMED_OUT!", "TIMED_OUT");
    }

    @Test
    void silence_times_an_attempt_out_and_has_it_made_again_whatever_the_policy() {
        String id = run("silent", "\"retryCount\":1,\"retryDelaySeconds\":0,\"responseTimeoutSeconds\":1");
        conductor.take("silent");

        JsonNode again =
                conductor.awaiting(id, workflow -> rows(workflow, "silent").size() == 2);

        assertThat(statuses(again, "silent")).containsExactly("TIMED_OUT!", "SCHEDULED");
        conductor.take("silent");
        assertThat(statuses(conductor.await(id, "TIMED_OUT"), "silent")).containsExactly("TIMED_OUT!", "TIMED_OUT");
    }

    @ParameterizedTest
    @CsvSource({"TIME_OUT_WF,1", "RETRY,2"})
    void a_task_that_nobody_takes_in_time_is_timed_out(String policy, int attempts) {
        String name = "not_polled_" + policy;
        String id = run(
                name,
                "\"retryCount\":1,\"retryDelaySeconds\":0,\"pollTimeoutSeconds\":1,\"timeoutPolicy\":\"" + policy
                        + "\"");

        JsonNode ended = conductor.await(id, "TIMED_OUT");

        assertThat(rows(ended, name))
                .hasSize(attempts)
                .allMatch(row -> row.path("status").asString().equals("TIMED_OUT"));
    }

    @ParameterizedTest
    @CsvSource({"TIME_OUT_WF", "RETRY"})
    void all_attempts_together_may_take_only_so_long(String policy) {
        String name = "in_all_" + policy;
        String id = run(
                name,
                "\"retryCount\":50,\"retryDelaySeconds\":1,\"totalTimeoutSeconds\":8,\"timeoutPolicy\":\"" + policy
                        + "\"");
        conductor.fail(conductor.take(name), "first");

        JsonNode ended = conductor.await(id, "TIMED_OUT");

        List<JsonNode> rows = rows(ended, name);
        assertThat(rows.getFirst().path("status").asString()).isEqualTo("FAILED");
        assertThat(rows.getLast().path("status").asString()).isEqualTo("TIMED_OUT");
        assertThat(rows).hasSizeBetween(2, 3);
        assertThat(time(rows.getLast(), "endTime") - time(rows.getFirst(), "scheduledTime"))
                .isGreaterThanOrEqualTo(1_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"timeoutSeconds", "pollTimeoutSeconds", "totalTimeoutSeconds"})
    void nothing_comes_of_a_time_that_is_over_where_it_only_alerts(String field) {
        String name = "alerts_" + field;
        String once = "\"retryCount\":0,\"responseTimeoutSeconds\":1,\"" + field + "\":";
        String id = run(name, once + "1,\"timeoutPolicy\":\"ALERT_ONLY\"");

        // What does not happen leaves no trace to wait for; what begins later and takes longer does.
        conductor.await(run(name + "_not", once + "2,\"timeoutPolicy\":\"TIME_OUT_WF\""), "TIMED_OUT");

        assertThat(statuses(conductor.workflow(id), name)).containsExactly("SCHEDULED");
        conductor.complete(conductor.take(name), "{}");
        conductor.await(id, "COMPLETED");
    }

    @Test
    void a_workflow_times_out_where_its_policy_says_so() {
        conductor.register(definition(
                "short_flow", simple("short_flow"), ",\"timeoutSeconds\":1,\"timeoutPolicy\":\"TIME_OUT_WF\""));
        String id = conductor.start("short_flow", "{}");

        JsonNode ended = conductor.await(id, "TIMED_OUT");

        assertThat(statuses(ended, "short_flow")).containsExactly("CANCELED");
        assertThat(ended.path("reasonForIncompletion").asString()).startsWith("Workflow timed out after 1 seconds");
    }

    @Test
    void a_workflow_that_only_alerts_goes_on_past_its_time() {
        conductor.register(definition("long_flow", simple("long_flow"), ",\"timeoutSeconds\":1"));
        String id = conductor.start("long_flow", "{}");

        // Begun later, and over later: by then the time of the first is over as well.
        conductor.register(definition(
                "longer_flow", simple("longer_flow"), ",\"timeoutSeconds\":2,\"timeoutPolicy\":\"TIME_OUT_WF\""));
        conductor.await(conductor.start("longer_flow", "{}"), "TIMED_OUT");

        assertThat(conductor.workflow(id).path("status").asString()).isEqualTo("RUNNING");
        conductor.complete(conductor.take("long_flow"), "{}");
        conductor.await(id, "COMPLETED");
    }

    @Test
    void what_a_retry_waits_for_is_told() {
        String id = run("told_delay", "\"retryCount\":1,\"retryDelaySeconds\":100");
        conductor.fail(conductor.take("told_delay"), "no");

        JsonNode waiting = row(conductor.workflow(id), "told_delay");

        assertThat(waiting.path("status").asString()).isEqualTo("SCHEDULED");
        assertThat(waiting.path("retryCount").asInt(0)).isEqualTo(1);
        assertThat(waiting.path("callbackAfterSeconds").asInt(0)).isEqualTo(100);
    }

    @Test
    void the_input_template_of_a_task_fills_in_what_its_parameters_leave_out() {
        conductor.taskDefinition("templated", "\"inputTemplate\":{\"a\":1,\"b\":\"${workflow.input.x}\",\"c\":3}");
        conductor.run(
                "templated",
                simple("templated", ",\"inputParameters\":{\"a\":\"own\",\"c\":null,\"d\":4}"),
                "{\"x\":\"given\"}");

        assertThat(conductor.take("templated").path("inputData"))
                .isEqualTo(Json.read("{\"a\":\"own\",\"b\":\"given\",\"c\":3,\"d\":4}"));
    }

    @Test
    void the_input_template_of_a_workflow_fills_in_an_input_that_is_not_empty() {
        conductor.register(definition(
                "templated_flow",
                simple("templated_flow", ",\"inputParameters\":{\"all\":\"${workflow.input}\"}"),
                ",\"inputTemplate\":{\"a\":1,\"b\":2}"));
        conductor.start("templated_flow", "{\"a\":7}");
        assertThat(conductor.take("templated_flow").path("inputData").path("all"))
                .isEqualTo(Json.read("{\"a\":7,\"b\":2}"));

        conductor.start("templated_flow", "{}");
        assertThat(conductor.take("templated_flow").path("inputData").path("all"))
                .isEqualTo(Json.object());
    }

    @Test
    void a_task_is_polled_and_completed_while_its_workflow_is_paused_and_nothing_new_is_scheduled() {
        String id = conductor.run("held", simple("held") + "," + simple("held_next"), "{}");
        api.put("/api/workflow/" + id + "/pause", "").expect(200);

        conductor.complete(conductor.take("held"), "{}");

        JsonNode paused = conductor.workflow(id);
        assertThat(paused.path("status").asString()).isEqualTo("PAUSED");
        assertThat(statuses(paused, "held")).containsExactly("COMPLETED");
        assertThat(rows(paused, "held_next")).isEmpty();
        api.put("/api/workflow/" + id + "/resume", "").expect(200);
        conductor.complete(conductor.take("held_next"), "{}");
        conductor.await(id, "COMPLETED");
    }

    @Test
    void each_time_a_task_is_polled_counts() {
        String id = conductor.run("counted", simple("counted"), "{}");
        conductor.tell(conductor.take("counted"), "IN_PROGRESS", "\"callbackAfterSeconds\":0");

        JsonNode again = conductor.take("counted");

        assertThat(again.path("pollCount").asInt(0)).isEqualTo(2);
        assertThat(row(conductor.workflow(id), "counted").path("pollCount").asInt(0))
                .isEqualTo(2);
    }

    @Test
    void one_attempt_may_have_no_more_time_than_all_together() {
        JsonNode refused = api.post(
                        "/api/metadata/taskdefs",
                        "[{\"name\":\"unfit\",\"timeoutSeconds\":10,\"totalTimeoutSeconds\":5}]")
                .expect(400)
                .json();

        assertThat(refused.path("validationErrors").get(0).path("path").asString())
                .endsWith("timeoutSeconds");
    }
}

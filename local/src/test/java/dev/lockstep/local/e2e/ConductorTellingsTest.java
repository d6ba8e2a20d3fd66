package dev.lockstep.local.e2e;

import static dev.lockstep.local.e2e.ConductorCalls.definition;
import static dev.lockstep.local.e2e.ConductorCalls.row;
import static dev.lockstep.local.e2e.ConductorCalls.rows;
import static dev.lockstep.local.e2e.ConductorCalls.simple;
import static dev.lockstep.local.e2e.ConductorCalls.statuses;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What workflows and tasks of Conductor's tell of how they went. */
class ConductorTellingsTest extends OnLocalStack {
    @BeforeAll
    static void tryOnlyOnce() {
        for (String task : new String[] {
            "tell_joined", "tell_rounds", "tell_branch", "tell_cancels", "tell_breaks", "tell_held_task"
        }) {
            conductor.retries(task, 0);
        }
    }

    private static String inline(String reference, String script, String more) {
        return """
                {"name": "%s", "taskReferenceName": "%s", "type": "INLINE"%s, "inputParameters":
                  {"evaluatorType": "javascript", "expression": "%s"}}""".formatted(reference, reference, more, script);
    }

    private static String fork(String left, String right, String joinOn, String behind) {
        return """
                {"name": "f", "taskReferenceName": "f", "type": "FORK_JOIN", "forkTasks": [[%s], [%s]]},
                {"name": "j", "taskReferenceName": "j", "type": "JOIN", "joinOn": %s}%s""".formatted(left, right, joinOn, behind);
    }

    private static String reason(JsonNode node) {
        return node.path("reasonForIncompletion").asString("");
    }

    @Test
    void a_join_whose_optional_task_failed_is_completed_with_errors_and_says_which() {
        String id = conductor.run(
                "tell_join",
                fork(
                        simple("tell_joined", ",\"optional\":true"),
                        simple("tell_fine"),
                        "[\"tell_joined\",\"tell_fine\"]",
                        "," + simple("tell_behind", ",\"inputParameters\":{\"joined\":\"${j.status}\"}")),
                "{}");
        conductor.fail(conductor.take("tell_joined"), "no luck");
        assertThat(statuses(conductor.workflow(id), "j")).containsExactly("IN_PROGRESS");
        conductor.complete(conductor.take("tell_fine"), "{\"n\":1}");

        JsonNode behind = conductor.take("tell_behind");

        JsonNode workflow = conductor.workflow(id);
        String failed = row(workflow, "tell_joined").path("taskId").asString();
        assertThat(statuses(workflow, "j")).containsExactly("COMPLETED_WITH_ERRORS");
        assertThat(reason(row(workflow, "j"))).isEqualTo("tell_joined/" + failed + " completed with errors");
        assertThat(row(workflow, "j").path("outputData")).isEqualTo(Json.read("{\"tell_fine\":{\"n\":1}}"));
        assertThat(api.get("/api/tasks/" + row(workflow, "j").path("taskId").asString())
                        .expect(200)
                        .json()
                        .path("status")
                        .asString())
                .isEqualTo("COMPLETED_WITH_ERRORS");
        assertThat(behind.path("inputData")).isEqualTo(Json.read("{\"joined\":\"COMPLETED_WITH_ERRORS\"}"));
        conductor.complete(behind, "{}");
        assertThat(conductor.await(id, "COMPLETED").path("failedReferenceTaskNames"))
                .isEmpty();
    }

    @Test
    void each_round_has_its_own_join_and_only_that_of_the_round_that_failed_says_so() {
        String id = conductor.run(
                "tell_join_rounds",
                """
                {"name": "l", "taskReferenceName": "l", "type": "DO_WHILE", "inputParameters": {},
                 "loopCondition": "if ($.l['iteration'] < 2) { true; } else { false; }", "loopOver": [%s]}""".formatted(fork(
                        simple("tell_rounds", ",\"optional\":true"),
                        inline("tell_round", "1", ""),
                        "[\"tell_rounds\",\"tell_round\"]",
                        "")),
                "{}");
        conductor.fail(conductor.take("tell_rounds"), "once");
        conductor.complete(conductor.take("tell_rounds"), "{}");

        JsonNode done = conductor.await(id, "COMPLETED");

        assertThat(statuses(done, "j__1")).containsExactly("COMPLETED_WITH_ERRORS");
        assertThat(statuses(done, "j__2")).containsExactly("COMPLETED");
    }

    @Test
    void the_join_of_a_dynamic_fork_whose_optional_branch_failed_says_so_too() {
        String id = conductor.run("tell_dynamic_join", """
                {"name": "f", "taskReferenceName": "f", "type": "FORK_JOIN_DYNAMIC", "dynamicForkTasksParam": "tasks",
                 "dynamicForkTasksInputParamName": "inputs",
                 "inputParameters": {"inputs": {}, "tasks": [
                   {"name": "tell_branch", "taskReferenceName": "one", "type": "SIMPLE", "optional": true},
                   {"name": "tell_noop", "taskReferenceName": "two", "type": "NOOP"}]}},
                {"name": "j", "taskReferenceName": "j", "type": "JOIN"}""", "{}");
        conductor.fail(conductor.take("tell_branch"), "no luck");

        JsonNode done = conductor.await(id, "COMPLETED");

        assertThat(statuses(done, "one")).containsExactly("COMPLETED_WITH_ERRORS");
        assertThat(statuses(done, "j")).containsExactly("COMPLETED_WITH_ERRORS");
    }

    @Test
    void a_join_of_which_all_is_canceled_is_canceled() {
        String id = conductor.run(
                "tell_canceled",
                fork(simple("tell_cancels"), simple("tell_beside"), "[\"tell_cancels\",\"tell_beside\"]", ""),
                "{}");

        conductor.tell(conductor.take("tell_cancels"), "CANCELED", "\"outputData\":{}");

        JsonNode over = conductor.await(id, "TERMINATED");
        for (String canceled : new String[] {"tell_cancels", "tell_beside", "j"}) {
            assertThat(statuses(over, canceled)).containsExactly("CANCELED");
        }
    }

    @Test
    void a_failed_workflow_gives_its_output_parameters_as_far_as_they_are_known() {
        conductor.register(definition(
                "tell_output",
                simple("tell_first") + "," + simple("tell_breaks"),
                ",\"outputParameters\":{\"first\":\"${tell_first.output.x}\",\"never\":\"${tell_breaks.output.x}\"}"));
        String id = conductor.start("tell_output", "{}");
        conductor.complete(conductor.take("tell_first"), "{\"x\":1}");
        conductor.fail(conductor.take("tell_breaks"), "no luck");

        assertThat(conductor.await(id, "FAILED").path("output")).isEqualTo(Json.read("{\"first\":1,\"never\":null}"));
    }

    @Test
    void without_output_parameters_it_gives_what_the_task_gave_that_it_failed_by() {
        String id = conductor.run("tell_error", inline("bad", "$.x.y.z", ""), "{}");

        JsonNode failed = conductor.await(id, "FAILED");

        assertThat(failed.path("output")).isEqualTo(row(failed, "bad").path("outputData"));
        assertThat(failed.path("output").path("error").asString()).startsWith("Error evaluating the script `$.x.y.z`");
    }

    @Test
    void a_workflow_that_times_out_gives_its_output_parameters_too() {
        conductor.register(
                definition(
                        "tell_late",
                        inline("early", "5", "") + "," + simple("tell_never"),
                        ",\"timeoutSeconds\":1,\"timeoutPolicy\":\"TIME_OUT_WF\",\"outputParameters\":{\"n\":\"${early.output.result}\"}"));

        JsonNode late = conductor.await(conductor.start("tell_late", "{}"), "TIMED_OUT");

        assertThat(late.path("output")).isEqualTo(Json.read("{\"n\":5}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"COMPLETED", "FAILED", "TERMINATED"})
    void a_terminate_is_completed_itself_and_its_output_is_the_workflow_s_however_it_ends(String status) {
        conductor.register(definition(
                "tell_end_" + status,
                """
                {"name": "end", "taskReferenceName": "end", "type": "TERMINATE", "inputParameters":
                  {"terminationStatus": "%s", "terminationReason": "enough", "workflowOutput": {"k": "${workflow.input.k}"}}},""".formatted(status) + simple("tell_never"),
                ",\"outputParameters\":{\"other\":1}"));

        JsonNode ended = conductor.await(conductor.start("tell_end_" + status, "{\"k\":5}"), status);

        assertThat(ended.path("output")).isEqualTo(Json.read("{\"k\":5}"));
        assertThat(statuses(ended, "end")).containsExactly("COMPLETED");
        assertThat(row(ended, "end").path("outputData")).isEqualTo(Json.read("{\"k\":5}"));
        assertThat(reason(ended)).isEqualTo(status.equals("COMPLETED") ? "" : "enough");
        assertThat(ended.path("failedReferenceTaskNames")).isEmpty();
        assertThat(rows(ended, "tell_never")).isEmpty();
    }

    @Test
    void an_attempt_that_follows_another_says_what_that_failed_of_and_how_long_it_waits() {
        conductor.taskDefinition("tell_again", "\"retryCount\":1,\"retryDelaySeconds\":1");
        String id = conductor.run("tell_again", simple("tell_again"), "{}");
        JsonNode first = conductor.take("tell_again");
        conductor.fail(first, "no paper");

        JsonNode waits = row(conductor.workflow(id), "tell_again");

        assertThat(waits.path("status").asString()).isEqualTo("SCHEDULED");
        assertThat(reason(waits)).isEqualTo("no paper");
        assertThat(waits.path("startDelayInSeconds").asInt()).isEqualTo(1);
        assertThat(waits.path("callbackAfterSeconds").asInt()).isEqualTo(1);
        assertThat(waits.path("retriedTaskId")).isEqualTo(first.path("taskId"));
        assertThat(waits.path("taskId")).isNotEqualTo(first.path("taskId"));
        assertThat(waits.path("seq").asInt()).isEqualTo(first.path("seq").asInt() + 1);
        JsonNode second = conductor.take("tell_again");
        assertThat(reason(row(conductor.workflow(id), "tell_again"))).isEqualTo("no paper");
        conductor.complete(second, "{}");
        assertThat(row(conductor.await(id, "COMPLETED"), "tell_again").has("reasonForIncompletion"))
                .isFalse();
    }

    @Test
    void what_a_task_gives_in_the_end_replaces_what_it_gave_before() {
        String id = conductor.run("tell_replaced", simple("tell_replaced"), "{}");
        conductor.tell(conductor.take("tell_replaced"), "IN_PROGRESS", "\"outputData\":{\"half\":true}");

        conductor.complete(conductor.take("tell_replaced"), "{\"whole\":true}");

        assertThat(row(conductor.await(id, "COMPLETED"), "tell_replaced").path("outputData"))
                .isEqualTo(Json.read("{\"whole\":true}"));
    }

    @Test
    void a_task_that_is_polled_is_in_progress_with_who_took_it_and_when() {
        String id = conductor.run("tell_polled", simple("tell_polled"), "{}");
        assertThat(row(conductor.workflow(id), "tell_polled").path("startTime").asLong(-1))
                .isZero();

        JsonNode task = conductor.take("tell_polled");

        JsonNode taken = row(conductor.workflow(id), "tell_polled");
        assertThat(taken.path("status").asString()).isEqualTo("IN_PROGRESS");
        assertThat(taken.path("startTime").asLong())
                .isPositive()
                .isEqualTo(task.path("startTime").asLong());
        assertThat(taken.path("pollCount").asInt()).isEqualTo(1);
        assertThat(taken.path("callbackAfterSeconds").asInt(-1)).isZero();
        assertThat(taken.path("workerId").asString()).isEqualTo("w1");
    }

    @Test
    void a_workflow_that_is_resumed_or_retried_says_when() {
        String id = conductor.run("tell_held", simple("tell_held_task"), "{}");
        assertThat(conductor.workflow(id).has("lastRetriedTime")).isFalse();
        api.put("/api/workflow/" + id + "/pause", "").expect(200);
        assertThat(conductor.workflow(id).has("lastRetriedTime")).isFalse();
        api.put("/api/workflow/" + id + "/resume", "").expect(200);
        long resumed = conductor.workflow(id).path("lastRetriedTime").asLong();
        assertThat(resumed).isPositive();

        conductor.fail(conductor.take("tell_held_task"), "no luck");
        conductor.await(id, "FAILED");
        api.post("/api/workflow/" + id + "/retry", "").expect(204);

        assertThat(conductor.workflow(id).path("lastRetriedTime").asLong()).isGreaterThan(resumed);
    }

    @ParameterizedTest
    @CsvSource({"'{\"x\":\"a\"}', a, true", "'{\"x\":7}', 7, false", "'{\"x\":true}', true, false", "{}, null, false"})
    void a_switch_says_what_it_went_by_as_a_text_and_whether_that_led_anywhere(
            String input, String value, boolean leadsOn) {
        String id = conductor.run("tell_switch", """
                {"name": "sw", "taskReferenceName": "sw", "type": "SWITCH", "evaluatorType": "value-param",
                 "expression": "x", "inputParameters": {"x": "${workflow.input.x}"}, "decisionCases": {"a": [%s]}}""".formatted(inline("way", "1", "")), input);

        JsonNode choice = row(conductor.await(id, "COMPLETED"), "sw");

        assertThat(choice.path("inputData").path("case").asString()).isEqualTo(value);
        assertThat(choice.path("inputData").has("hasChildren")).isEqualTo(leadsOn);
        assertThat(choice.path("outputData"))
                .isEqualTo(
                        Json.read("{\"evaluationResult\":[\"%s\"],\"selectedCase\":\"%s\"}".formatted(value, value)));
    }

    @Test
    void a_decision_says_what_it_went_by() {
        String id = conductor.run("tell_decision", """
                {"name": "d", "taskReferenceName": "d", "type": "DECISION", "caseExpression": "$.x > 1 ? 'big' : 'small'",
                 "inputParameters": {"x": 2}, "decisionCases": {"big": [%s]}}""".formatted(inline("way", "1", "")), "{}");

        JsonNode choice = row(conductor.await(id, "COMPLETED"), "d");

        assertThat(choice.path("inputData").path("case").asString()).isEqualTo("big");
        assertThat(choice.path("inputData").path("hasChildren").asString()).isEqualTo("true");
        assertThat(choice.path("outputData")).isEqualTo(Json.read("{\"caseOutput\":[\"big\"]}"));
    }

    @Test
    void a_switch_whose_script_fails_fails_the_workflow_and_says_so() {
        String id = conductor.run("tell_bad_switch", """
                {"name": "sw", "taskReferenceName": "sw", "type": "SWITCH", "evaluatorType": "javascript",
                 "expression": "$.a.b.c", "inputParameters": {}, "decisionCases": {"a": [%s]}}""".formatted(inline("way", "1", "")), "{}");

        JsonNode failed = conductor.await(id, "FAILED");

        assertThat(statuses(failed, "sw")).containsExactly("FAILED_WITH_TERMINAL_ERROR");
        assertThat(failed.path("failedReferenceTaskNames")).isEqualTo(Json.read("[\"sw\"]"));
        assertThat(reason(failed))
                .startsWith("Task " + row(failed, "sw").path("taskId").asString()
                        + " failed with status: FAILED_WITH_TERMINAL_ERROR")
                .contains("Error evaluating the script `$.a.b.c`");
    }

    @Test
    void a_loop_whose_condition_fails_fails_for_good_and_says_so() {
        String id = conductor.run(
                "tell_bad_loop", simple("tell_before_loop") + "," + """
                {"name": "l", "taskReferenceName": "l", "type": "DO_WHILE", "loopCondition": "$.q.w.e", "inputParameters": {},
                 "loopOver": [%s]}""".formatted(inline("round", "1", "")), "{}");
        conductor.complete(conductor.take("tell_before_loop"), "{}");

        JsonNode failed = conductor.await(id, "FAILED");

        assertThat(statuses(failed, "l")).containsExactly("FAILED_WITH_TERMINAL_ERROR");
        assertThat(statuses(failed, "round__1")).containsExactly("COMPLETED");
        assertThat(failed.path("failedReferenceTaskNames")).isEqualTo(Json.read("[\"l\"]"));
        assertThat(reason(failed))
                .startsWith("Task " + row(failed, "l").path("taskId").asString())
                .contains("FAILED_WITH_TERMINAL_ERROR", "Error evaluating the script `$.q.w.e`");
    }

    @Test
    void an_http_task_that_fails_gives_why_as_its_response() {
        String id = conductor.run("tell_http", """
                {"name": "h", "taskReferenceName": "h", "type": "HTTP",
                 "inputParameters": {"uri": "http://127.0.0.1:1/nobody", "method": "GET"}}""", "{}");

        JsonNode call = row(conductor.await(id, "FAILED"), "h");

        assertThat(call.path("status").asString()).isEqualTo("FAILED");
        assertThat(call.path("outputData").path("response").asString())
                .isNotBlank()
                .isEqualTo(reason(call));
    }

    @Test
    void a_fork_that_nothing_joins_is_refused_with_its_place() {
        String unjoined = """
                {"name": "f", "taskReferenceName": "f", "type": "FORK_JOIN", "forkTasks": [[%s]]}""".formatted(inline("a", "1", ""));
        for (String tasks : new String[] {unjoined, unjoined + "," + inline("b", "2", "")}) {
            JsonNode refused = api.post("/api/metadata/workflow", definition("tell_unjoined", tasks, ""))
                    .expect(400)
                    .json();

            assertThat(refused.path("validationErrors").get(0).path("path").asString())
                    .isEqualTo("tasks[0]");
            assertThat(refused.path("validationErrors").get(0).path("message").asString())
                    .isEqualTo("a FORK_JOIN must be followed by a JOIN");
        }
    }
}

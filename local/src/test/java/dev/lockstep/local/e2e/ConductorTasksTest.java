package dev.lockstep.local.e2e;

import static dev.lockstep.local.e2e.ConductorCalls.definition;
import static dev.lockstep.local.e2e.ConductorCalls.row;
import static dev.lockstep.local.e2e.ConductorCalls.rows;
import static dev.lockstep.local.e2e.ConductorCalls.simple;
import static dev.lockstep.local.e2e.ConductorCalls.statuses;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What Conductor's own types of tasks do, over HTTP. Each test has names of its own. */
class ConductorTasksTest extends OnLocalStack {
    private static String inline(String reference, String input, String expression) {
        return """
                {"name": "%s", "taskReferenceName": "%s", "type": "INLINE", "inputParameters":
                  {%s "evaluatorType": "javascript", "expression": "%s"}}""".formatted(reference, reference, input, expression);
    }

    @Test
    void an_inline_task_gives_what_its_script_makes_of_its_input() {
        String id = conductor.run(
                "inlined",
                inline("sum", "\"n\": \"${workflow.input.n}\",", "(function () { return {twice: $.n * 2}; })();"),
                "{\"n\":21}");

        JsonNode done = conductor.await(id, "COMPLETED");

        assertThat(row(done, "sum").path("outputData")).isEqualTo(Json.read("{\"result\":{\"twice\":42}}"));
    }

    @Test
    void an_inline_task_whose_script_fails_fails_for_good() {
        String id = conductor.run("broken_script", inline("bad", "", "$.x.y.z"), "{}");

        JsonNode failed = conductor.await(id, "FAILED");

        assertThat(statuses(failed, "bad")).containsExactly("FAILED_WITH_TERMINAL_ERROR");
        assertThat(row(failed, "bad").path("reasonForIncompletion").asString())
                .startsWith("Error evaluating the script `$.x.y.z`");
    }

    @Test
    void a_script_that_does_not_parse_is_refused_with_its_place() {
        assertThat(api.post("/api/metadata/workflow", definition("unparsed", inline("bad", "", "let = ;"), ""))
                        .expect(400)
                        .json()
                        .path("validationErrors")
                        .get(0)
                        .path("path")
                        .asString())
                .isEqualTo("tasks[0].inputParameters.expression");
    }

    @Test
    void a_lambda_is_the_body_of_a_function() {
        String id = conductor.run("lambdas", """
                {"name": "l", "taskReferenceName": "l", "type": "LAMBDA", "inputParameters":
                  {"n": 1, "scriptExpression": "if ($.n > 0) { return {ok: true}; } else { return {ok: false}; }"}}""", "{}");

        assertThat(row(conductor.await(id, "COMPLETED"), "l").path("outputData").path("result"))
                .isEqualTo(Json.read("{\"ok\":true}"));
    }

    @Test
    void a_switch_goes_by_a_script() {
        String id = conductor.run(
                "scripted_switch",
                """
                {"name": "sw", "taskReferenceName": "sw", "type": "SWITCH", "evaluatorType": "javascript",
                 "expression": "$.n > 10 ? 'big' : 'small'", "inputParameters": {"n": "${workflow.input.n}"},
                 "decisionCases": {"big": [%s], "small": [%s]}}""".formatted(inline("large", "", "'L'"), inline("little", "", "'S'")),
                "{\"n\":11}");

        JsonNode done = conductor.await(id, "COMPLETED");

        assertThat(row(done, "sw").path("outputData").path("selectedCase").asString())
                .isEqualTo("big");
        assertThat(rows(done, "large")).hasSize(1);
        assertThat(rows(done, "little")).isEmpty();
    }

    @Test
    void a_loop_goes_round_until_its_condition_does_not_hold_and_shows_every_round() {
        String id = conductor.run(
                "looped",
                """
                {"name": "again", "taskReferenceName": "again", "type": "DO_WHILE",
                 "inputParameters": {"most": "${workflow.input.most}"},
                 "loopCondition": "if ($.again['iteration'] < $.most) { true; } else { false; }",
                 "loopOver": [%s]},""".formatted(inline("step", "\"i\": \"${again.iteration}\",", "$.i * 10"))
                        + inline("behind", "\"last\": \"${step.output.result}\",", "$.last"),
                "{\"most\":3}");

        JsonNode done = conductor.await(id, "COMPLETED");

        assertThat(row(done, "again").path("outputData"))
                .isEqualTo(Json.read("{\"iteration\":3,\"1\":{\"step\":{\"result\":10}},"
                        + "\"2\":{\"step\":{\"result\":20}},\"3\":{\"step\":{\"result\":30}}}"));
        JsonNode second = row(done, "step__2");
        assertThat(second.path("iteration").asInt()).isEqualTo(2);
        assertThat(second.path("loopOverTask").asBoolean()).isTrue();
        assertThat(row(done, "behind").path("outputData").path("result").asInt())
                .isEqualTo(30);
    }

    @Test
    void a_loop_of_two_hundred_rounds_ends() {
        String id = conductor.run("rounds", """
                {"name": "r", "taskReferenceName": "r", "type": "DO_WHILE", "inputParameters": {"keepLastN": 2},
                 "loopCondition": "$.r.iteration < 200", "loopOver": [%s]}""".formatted(inline("tick", "", "1")), "{}");

        JsonNode done = conductor.await(id, "COMPLETED");

        assertThat(row(done, "r").path("outputData").path("iteration").asInt()).isEqualTo(200);
        assertThat(row(done, "r").path("outputData").propertyNames())
                .containsExactlyInAnyOrder("iteration", "199", "200");
    }

    @Test
    void workers_tasks_within_a_loop_are_given_out_round_by_round() {
        String id = conductor.run("worked", """
                {"name": "w", "taskReferenceName": "w", "type": "DO_WHILE", "loopCondition": "$.turn.more == true",
                 "loopOver": [%s]}""".formatted(simple("turn")), "{}");

        JsonNode first = conductor.take("turn");
        assertThat(first.path("referenceTaskName").asString()).isEqualTo("turn__1");
        conductor.complete(first, "{\"more\":true}");
        JsonNode second = conductor.take("turn");
        assertThat(second.path("referenceTaskName").asString()).isEqualTo("turn__2");
        conductor.complete(second, "{\"more\":false}");

        assertThat(statuses(conductor.await(id, "COMPLETED"), "w")).containsExactly("COMPLETED");
    }

    @Test
    void an_exclusive_join_gives_what_came_by_the_way_that_was_taken() {
        String id = conductor.run("exclusive", """
                {"name": "d", "taskReferenceName": "d", "type": "DECISION", "caseValueParam": "way",
                 "inputParameters": {"way": "b"}, "decisionCases": {"a": [%s], "b": [%s]}},
                {"name": "x", "taskReferenceName": "x", "type": "EXCLUSIVE_JOIN", "joinOn": ["xa", "xb"]}""".formatted(inline("xa", "", "'a'"), inline("xb", "", "'b'")), "{}");

        assertThat(row(conductor.await(id, "COMPLETED"), "x").path("outputData"))
                .isEqualTo(Json.read("{\"result\":\"b\"}"));
    }

    @Test
    void a_workflow_is_started_and_not_waited_for() {
        conductor.register(definition("started", simple("started_a"), ""));
        String id = conductor.run(
                "starter", """
                {"name": "s", "taskReferenceName": "s", "type": "START_WORKFLOW", "inputParameters":
                  {"startWorkflow": {"name": "started", "input": {"n": "${workflow.input.n}"}}}},""" + inline("after", "\"id\": \"${s.output.workflowId}\",", "$.id"), "{\"n\":5}");

        JsonNode done = conductor.await(id, "COMPLETED");

        String child = row(done, "s").path("outputData").path("workflowId").asString();
        assertThat(row(done, "after").path("outputData").path("result").asString())
                .isEqualTo(child);
        assertThat(conductor.workflow(child).path("input")).isEqualTo(Json.read("{\"n\":5}"));
    }

    @Test
    void an_http_task_gives_the_response() {
        try (Receiver receiver = new Receiver()) {
            String id = conductor.run("called", """
                    {"name": "h", "taskReferenceName": "h", "type": "HTTP", "inputParameters":
                      {"http_request": {"uri": "%s", "method": "POST", "body": {"n": "${workflow.input.n}"}}}}""".formatted(receiver.url()), "{\"n\":5}");

            JsonNode response = row(conductor.await(id, "COMPLETED"), "h")
                    .path("outputData")
                    .path("response");
            assertThat(response.path("statusCode").asInt()).isEqualTo(200);
            assertThat(response.path("body").asString()).isEqualTo("thanks");
            assertThat(receiver.received()).singleElement().satisfies(request -> {
                assertThat(request.json()).isEqualTo(Json.read("{\"n\":5}"));
                assertThat(request.header("idempotency-key")).isEqualTo(id + "/h/0");
            });
        }
    }

    @Test
    void an_http_task_that_is_answered_otherwise_fails_and_is_tried_as_often_as_its_definition_says() {
        conductor.retries("flaky_call", 1);
        try (Receiver receiver = new Receiver()) {
            receiver.answers(number -> 500);
            String id = conductor.run("failing_call", """
                    {"name": "flaky_call", "taskReferenceName": "h", "type": "HTTP",
                     "inputParameters": {"uri": "%s", "method": "GET"}}""".formatted(receiver.url()), "{}");

            assertThat(statuses(conductor.await(id, "FAILED"), "h")).containsExactly("FAILED!", "FAILED");
        }
    }

    @Test
    void what_is_not_supported_is_refused_by_name() {
        for (String type : new String[] {"KAFKA_PUBLISH", "PULL_WORKFLOW_MESSAGES"}) {
            assertThat(api.post(
                                    "/api/metadata/workflow",
                                    definition(
                                            "unsupported",
                                            "{\"name\":\"t\",\"taskReferenceName\":\"t\",\"type\":\"" + type + "\"}",
                                            ""))
                            .expect(400)
                            .text())
                    .contains("tasks of type " + type + " are not supported");
        }
    }
}

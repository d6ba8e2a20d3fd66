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

/** What is particular to single types of Conductor's tasks. */
class ConductorTypesTest extends OnLocalStack {
    private static String task(String reference, String type, String input, String more) {
        return "{\"name\":\"%s\",\"taskReferenceName\":\"%s\",\"type\":\"%s\",\"inputParameters\":%s%s}"
                .formatted(reference, reference, type, input, more);
    }

    private static String noop(String reference) {
        return task(reference, "NOOP", "{}", "");
    }

    private static JsonNode completed(String name, String tasks, String input) {
        return conductor.await(conductor.run(name, tasks, input), "COMPLETED");
    }

    @Test
    void a_noop_is_completed_at_once_and_gives_nothing() {
        JsonNode done = completed("type_noop", noop("n"), "{}");

        assertThat(statuses(done, "n")).containsExactly("COMPLETED");
        assertThat(row(done, "n").path("outputData")).isEqualTo(Json.object());
        assertThat(done.path("output")).isEqualTo(Json.object());
    }

    @ParameterizedTest
    @CsvSource({"value-param, k, 7", "javascript, $.k + 1, 8", "graaljs, $.k + 1, 8"})
    void an_inline_task_goes_by_a_parameter_or_by_a_script(String evaluator, String expression, int result) {
        JsonNode done = completed(
                "type_inline",
                task(
                        "i",
                        "INLINE",
                        "{\"evaluatorType\":\"%s\",\"expression\":\"%s\",\"k\":7}".formatted(evaluator, expression),
                        ""),
                "{}");

        assertThat(row(done, "i").path("outputData").path("result").asInt()).isEqualTo(result);
    }

    @Test
    void an_inline_task_in_a_language_that_is_not_known_is_refused_with_its_place() {
        JsonNode refused = api.post(
                        "/api/metadata/workflow",
                        definition(
                                "type_python",
                                task("i", "INLINE", "{\"evaluatorType\":\"python\",\"expression\":\"1\"}", ""),
                                ""))
                .expect(400)
                .json();

        assertThat(refused.path("validationErrors").get(0).path("path").asString())
                .isEqualTo("tasks[0].inputParameters.expression");
    }

    @Test
    void a_join_leaves_out_what_gave_nothing() {
        JsonNode done = completed(
                "type_join",
                task(
                                "f",
                                "FORK_JOIN",
                                "{}",
                                ",\"forkTasks\":[[%s],[%s]]"
                                        .formatted(
                                                noop("nothing"),
                                                task(
                                                        "some",
                                                        "INLINE",
                                                        "{\"evaluatorType\":\"value-param\",\"expression\":\"k\",\"k\":1}",
                                                        "")))
                        + "," + task("j", "JOIN", "{}", ",\"joinOn\":[\"nothing\",\"some\"]"),
                "{}");

        assertThat(row(done, "j").path("outputData")).isEqualTo(Json.read("{\"some\":{\"result\":1}}"));
    }

    @Test
    void a_join_that_waits_for_nothing_is_over_at_once_while_the_branches_go_on() {
        String id = conductor.run(
                "type_join_nothing",
                task("f", "FORK_JOIN", "{}", ",\"forkTasks\":[[%s]]".formatted(simple("type_slow"))) + ","
                        + task("j", "JOIN", "{}", ",\"joinOn\":[]") + "," + simple("type_after"),
                "{}");

        conductor.complete(conductor.take("type_after"), "{}");

        JsonNode going = conductor.workflow(id);
        assertThat(statuses(going, "j")).containsExactly("COMPLETED");
        assertThat(statuses(going, "type_slow")).containsExactly("SCHEDULED");
        conductor.complete(conductor.take("type_slow"), "{}");
        conductor.await(id, "COMPLETED");
    }

    @Test
    void an_exclusive_join_goes_by_its_default_where_nothing_came_that_it_waits_for() {
        JsonNode done = completed(
                "type_exclusive",
                task(
                                "first",
                                "INLINE",
                                "{\"evaluatorType\":\"value-param\",\"expression\":\"k\",\"k\":\"default\"}",
                                "")
                        + ","
                        + task(
                                "sw",
                                "SWITCH",
                                "{\"x\":\"none\"}",
                                ",\"evaluatorType\":\"value-param\",\"expression\":\"x\",\"decisionCases\":{\"a\":[%s]}"
                                        .formatted(noop("way")))
                        + ","
                        + task(
                                "x",
                                "EXCLUSIVE_JOIN",
                                "{}",
                                ",\"joinOn\":[\"way\"],\"defaultExclusiveJoinTask\":[\"first\"]"),
                "{}");

        assertThat(row(done, "x").path("outputData")).isEqualTo(Json.read("{\"result\":\"default\"}"));
    }

    @Test
    void an_http_task_reads_json_and_any_other_text_and_gives_headers_as_lists() {
        String json = task(
                "json",
                "HTTP",
                "{\"http_request\":{\"uri\":\"%s/api/health\",\"method\":\"GET\"}}".formatted(stack.url()),
                "");
        String text = task(
                "text",
                "HTTP",
                "{\"uri\":\"%s/api/version\",\"method\":\"GET\",\"accept\":[\"text/plain\",\"*/*\"]}"
                        .formatted(stack.url()),
                "");

        JsonNode done = completed("type_http", json + "," + text, "{}");

        JsonNode response = row(done, "json").path("outputData").path("response");
        assertThat(response.path("statusCode").asInt()).isEqualTo(200);
        assertThat(response.path("body").path("healthy").asBoolean()).isTrue();
        assertThat(response.path("headers").path("content-type").get(0).asString())
                .startsWith("application/json");
        assertThat(row(done, "text")
                        .path("outputData")
                        .path("response")
                        .path("body")
                        .isString())
                .isTrue();
    }

    @Test
    void an_http_task_with_async_complete_stays_in_progress_until_somebody_completes_it() {
        String asked = task(
                "h",
                "HTTP",
                "{\"uri\":\"%s/api/health\",\"method\":\"GET\"}".formatted(stack.url()),
                ",\"asyncComplete\":true");
        String id = conductor.run(
                "type_http_async",
                asked + "," + simple("after_http", ",\"inputParameters\":{\"got\":\"${h.output.answer}\"}"),
                "{}");

        JsonNode open =
                row(conductor.awaiting(id, workflow -> !rows(workflow, "h").isEmpty()), "h");
        assertThat(open.path("status").asString()).isEqualTo("IN_PROGRESS");
        assertThat(open.path("taskType").asString()).isEqualTo("HTTP");
        assertThat(open.path("outputData").path("response").path("statusCode").asInt())
                .isEqualTo(200);
        conductor.complete(open, "{\"answer\":42}");
        JsonNode next = conductor.take("after_http");
        assertThat(next.path("inputData").path("got").asInt()).isEqualTo(42);
        conductor.complete(next, "{}");
        JsonNode done = conductor.await(id, "COMPLETED");
        assertThat(row(done, "h").path("outputData")).isEqualTo(Json.read("{\"answer\":42}"));

        api.post(
                        "/api/workflow/" + id + "/rerun",
                        "{\"reRunFromTaskId\":\""
                                + row(done, "h").path("taskId").asString() + "\"}")
                .expect(200);
        JsonNode again =
                row(conductor.awaiting(id, workflow -> !rows(workflow, "h").isEmpty()), "h");
        assertThat(again.path("outputData").path("response").path("statusCode").asInt())
                .isEqualTo(200);
        conductor.fail(again, "no");
        conductor.await(id, "FAILED");
    }

    @Test
    void an_http_task_with_async_complete_whose_request_fails_has_failed() {
        String id = conductor.run(
                "type_http_async_fails",
                task(
                        "h",
                        "HTTP",
                        "{\"uri\":\"%s/api/nowhere\",\"method\":\"GET\"}".formatted(stack.url()),
                        ",\"asyncComplete\":true"),
                "{}");

        JsonNode failed = row(conductor.await(id, "FAILED"), "h");

        assertThat(failed.path("status").asString()).isEqualTo("FAILED");
        assertThat(failed.path("outputData").path("response").asString()).contains("404");
    }

    @Test
    void an_http_task_says_what_it_takes_and_what_it_gives() {
        try (Receiver receiver = new Receiver()) {
            completed("type_http_headers", task("h", "HTTP", """
                            {"http_request": {"uri": "%s", "method": "PUT", "body": "plain", "contentType": "text/plain",
                             "accept": ["text/plain", "text/html"], "headers": {"X-Own": "mine"}}}""".formatted(receiver.url()), ""), "{}");

            assertThat(receiver.received()).singleElement().satisfies(request -> {
                assertThat(request.header("accept")).isEqualTo("text/plain, text/html");
                assertThat(request.header("content-type")).isEqualTo("text/plain");
                assertThat(request.header("x-own")).isEqualTo("mine");
            });
        }
    }

    @ParameterizedTest
    @CsvSource({"WAIT", "HUMAN"})
    void what_waits_for_somebody_is_in_progress_for_good_and_ends_with_what_it_is_told(String type) {
        String id = conductor.run("type_waits_" + type, task("w", type, "{\"who\":\"me\"}", ""), "{}");

        JsonNode waiting = row(conductor.workflow(id), "w");
        assertThat(waiting.path("status").asString()).isEqualTo("IN_PROGRESS");
        assertThat(waiting.path("callbackAfterSeconds").asLong()).isEqualTo(2_147_483_647L);
        assertThat(waiting.path("inputData")).isEqualTo(Json.read("{\"who\":\"me\"}"));
        conductor.complete(waiting, "{\"ok\":true}");

        assertThat(conductor.await(id, "COMPLETED").path("output")).isEqualTo(Json.read("{\"ok\":true}"));
    }

    @Test
    void a_wait_until_a_time_that_is_past_is_over() {
        completed("type_wait_until", task("w", "WAIT", "{\"until\":\"2020-01-31 08:00 UTC\"}", ""), "{}");
    }

    @Test
    void variables_are_merged_and_the_task_that_sets_them_gives_nothing() {
        JsonNode done = completed(
                "type_variables",
                task("one", "SET_VARIABLE", "{\"a\":1,\"b\":1}", "") + ","
                        + task("two", "SET_VARIABLE", "{\"b\":\"${workflow.input.b}\"}", ""),
                "{\"b\":2}");

        assertThat(done.path("variables")).isEqualTo(Json.read("{\"a\":1,\"b\":2}"));
        assertThat(row(done, "two").path("inputData")).isEqualTo(Json.read("{\"b\":2}"));
        assertThat(row(done, "two").path("outputData")).isEqualTo(Json.object());
    }

    @Test
    void variables_of_up_to_256_kib_are_set() {
        String large = "${workflow.input.large}";
        String text = "x".repeat(128 * 1024 - 10);
        JsonNode done = completed(
                "type_largest_variables",
                task(
                        "one",
                        "SET_VARIABLE",
                        Json.write(Json.object().put("a", large).put("b", large)),
                        ""),
                Json.write(Json.object().put("large", text)));

        assertThat(done.path("variables"))
                .isEqualTo(Json.object().put("a", text).put("b", text));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void variables_of_more_than_256_kib_fail_their_task(int times) {
        String large = "${workflow.input.large}";
        String id = conductor.run(
                "type_large_variables_" + times,
                task(
                        "one",
                        "SET_VARIABLE",
                        Json.write(Json.object().put("a", large).put("b", large).put("c", times == 2 ? "" : large)),
                        ""),
                Json.write(Json.object().put("large", "x".repeat(150_000))));

        JsonNode failed = conductor.await(id, "FAILED");

        assertThat(row(failed, "one").path("reasonForIncompletion").asString()).contains("bytes of JSON");
        assertThat(failed.path("variables")).isEqualTo(Json.object());
    }

    @ParameterizedTest
    @CsvSource({"TIMED_OUT, TIMED_OUT, TIMED_OUT", "TERMINATED, CANCELED, TERMINATED"})
    void what_becomes_of_a_sub_workflow_becomes_of_its_task_and_of_the_workflow(
            String child, String task, String workflow) {
        boolean inTime = child.equals("TERMINATED");
        conductor.register(definition(
                "type_child_" + child,
                simple("type_never"),
                inTime ? "" : ",\"timeoutSeconds\":1,\"timeoutPolicy\":\"TIME_OUT_WF\""));
        String id = conductor.run(
                "type_parent_" + child,
                task("s", "SUB_WORKFLOW", "{}", ",\"subWorkflowParam\":{\"name\":\"type_child_" + child + "\"}"),
                "{}");
        JsonNode going = conductor.awaiting(
                id, seen -> !rows(seen, "s").isEmpty() && row(seen, "s").has("subWorkflowId"));
        String below = row(going, "s").path("subWorkflowId").asString();
        assertThat(row(going, "s").path("outputData").path("subWorkflowId").asString())
                .isEqualTo(below);
        if (inTime) {
            api.delete("/api/workflow/" + below + "?reason=enough").expect(200);
        }

        JsonNode ended = conductor.await(id, workflow);

        assertThat(statuses(ended, "s")).containsExactly(task);
        String why = "Sub workflow type_child_" + child + ".1/" + below + " failure reason: ";
        assertThat(row(ended, "s").path("reasonForIncompletion").asString()).startsWith(why);
        assertThat(ended.path("reasonForIncompletion").asString()).contains("and reason: '" + why);
        assertThat(conductor.workflow(below).path("status").asString()).isEqualTo(child);
    }

    @Test
    void the_workflow_that_a_branch_of_a_dynamic_fork_waited_for_is_told_of_in_the_same_way() {
        conductor.register(definition("type_told_child", simple("type_told_never"), ""));
        String id = conductor.run(
                "type_told_parent",
                task("f", "FORK_JOIN_DYNAMIC", "{\"forkTaskWorkflow\":\"type_told_child\",\"forkTaskInputs\":[{}]}", "")
                        + "," + task("j", "JOIN", "{}", ""),
                "{}");
        JsonNode going =
                conductor.awaiting(id, seen -> rows(seen, "_f_0").stream().anyMatch(row -> row.has("subWorkflowId")));
        String below = row(going, "_f_0").path("subWorkflowId").asString();
        conductor.tell(
                conductor.take("type_told_never"), "FAILED_WITH_TERMINAL_ERROR", "\"reasonForIncompletion\":\"no\"");

        JsonNode ended = conductor.await(id, "FAILED");

        assertThat(row(ended, "_f_0").path("reasonForIncompletion").asString())
                .startsWith("Sub workflow type_told_child.1/" + below + " failure reason: ")
                .endsWith("no");
    }

    @Test
    void a_sub_workflow_whose_version_is_left_open_is_the_latest_when_the_other_starts() {
        for (int version = 1; version <= 3; version++) {
            conductor.register("{\"name\":\"type_latest_child\",\"version\":" + version + ",\"tasks\":["
                    + simple("type_latest_" + version) + "]}");
        }
        String id = conductor.run(
                "type_latest_parent",
                task("s", "SUB_WORKFLOW", "{}", ",\"subWorkflowParam\":{\"name\":\"type_latest_child\"}"),
                "{}");

        conductor.fail(conductor.take("type_latest_3"), "no");
        JsonNode seen = conductor.workflow(id);

        assertThat(seen.path("workflowDefinition")
                        .path("tasks")
                        .get(0)
                        .path("subWorkflowParam")
                        .path("version")
                        .asInt())
                .isEqualTo(3);
        assertThat(api.get("/api/metadata/workflow/type_latest_parent")
                        .expect(200)
                        .json()
                        .path("tasks")
                        .get(0)
                        .path("subWorkflowParam")
                        .has("version"))
                .isFalse();
    }

    @Test
    void a_definition_that_is_given_whole_is_not_taken_for_the_registered_one_of_its_name() {
        conductor.register(definition("type_namesake", script("registered", "'registered'"), ""));
        String whole = definition("type_namesake", script("given", "'given'"), "");
        JsonNode done = completed(
                "type_namesakes",
                task("one", "SUB_WORKFLOW", "{}", ",\"subWorkflowParam\":{\"name\":\"type_namesake\"}") + ","
                        + task(
                                "two",
                                "SUB_WORKFLOW",
                                "{}",
                                ",\"subWorkflowParam\":{\"name\":\"type_namesake\",\"workflowDefinition\":" + whole
                                        + "}")
                        + ","
                        + task(
                                "three",
                                "SUB_WORKFLOW",
                                "{}",
                                ",\"subWorkflowParam\":{\"name\":\"type_namesake\",\"version\":1}"),
                "{}");

        assertThat(List.of("one", "two", "three"))
                .extracting(each ->
                        row(done, each).path("outputData").path("result").asString())
                .containsExactly("registered", "given", "registered");
    }

    private static String script(String reference, String script) {
        return task(reference, "INLINE", "{\"evaluatorType\":\"javascript\",\"expression\":\"" + script + "\"}", "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '`',
            value = {
                "a => `{\"result\":\"in a\"}`",
                "b => `{\"result\":\"deep\"}`",
                "c => `{\"evaluationResult\":[\"c\"],\"selectedCase\":\"c\"}`",
                "d => `{\"result\":\"otherwise\"}`"
            })
    void what_ends_in_a_choice_gives_what_the_last_task_on_the_way_did(String way, String output) {
        String inner =
                "{\"name\":\"in\",\"taskReferenceName\":\"in\",\"type\":\"SWITCH\",\"evaluatorType\":\"javascript\","
                        + "\"expression\":\"1 + 1\",\"decisionCases\":{\"2\":[" + script("deep", "'deep'") + "]}}";
        JsonNode done = completed(
                "type_way_" + way,
                script("before", "'before'")
                        + ",{\"name\":\"sw\",\"taskReferenceName\":\"sw\",\"type\":\"SWITCH\",\"evaluatorType\":\"value-param\","
                        + "\"expression\":\"x\",\"inputParameters\":{\"x\":\"${workflow.input.way}\"},\"decisionCases\":{\"a\":["
                        + script("a1", "'first'") + "," + script("a2", "'in a'") + "],\"b\":["
                        + script("b1", "'b'") + "," + inner + "],\"c\":[]},\"defaultCase\":["
                        + script("o", "'otherwise'") + "]}",
                "{\"way\":\"" + way + "\"}");

        assertThat(done.path("output")).isEqualTo(Json.read(output));
    }

    @ParameterizedTest
    @ValueSource(strings = {"enough", ""})
    void what_is_terminated_with_the_workflow_that_waits_for_it_says_so(String reason) {
        String name = "type_with_parent" + reason;
        conductor.register(definition(name + "_child", simple("type_never"), ""));
        String id = conductor.run(
                name, task("s", "SUB_WORKFLOW", "{}", ",\"subWorkflowParam\":{\"name\":\"" + name + "_child\"}"), "{}");
        JsonNode going = conductor.awaiting(
                id, seen -> !rows(seen, "s").isEmpty() && row(seen, "s").has("subWorkflowId"));

        api.delete("/api/workflow/" + id + (reason.isEmpty() ? "" : "?reason=" + reason))
                .expect(200);

        JsonNode child = conductor.await(row(going, "s").path("subWorkflowId").asString(), "TERMINATED");
        assertThat(child.path("reasonForIncompletion").asString())
                .startsWith("Parent workflow has been terminated with reason: " + reason);
    }

    @Test
    void a_fork_has_its_branches_and_its_join_at_once() {
        String id = conductor.run(
                "type_fork",
                task(
                                "f",
                                "FORK_JOIN",
                                "{}",
                                ",\"forkTasks\":[[%s,%s],[%s]]"
                                        .formatted(simple("type_one"), simple("type_later"), simple("type_two")))
                        + "," + task("j", "JOIN", "{}", ",\"joinOn\":[\"type_later\",\"type_two\"]"),
                "{}");

        JsonNode begun = conductor.awaiting(id, seen -> seen.path("tasks").size() == 4);

        assertThat(statuses(begun, "f")).containsExactly("COMPLETED");
        assertThat(row(begun, "f").path("taskType").asString()).isEqualTo("FORK");
        assertThat(row(begun, "f").path("taskDefName").asString()).isEqualTo("FORK");
        assertThat(statuses(begun, "type_one")).containsExactly("SCHEDULED");
        assertThat(statuses(begun, "type_two")).containsExactly("SCHEDULED");
        assertThat(statuses(begun, "j")).containsExactly("IN_PROGRESS");
    }
}

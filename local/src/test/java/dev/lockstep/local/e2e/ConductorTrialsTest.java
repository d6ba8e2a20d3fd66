package dev.lockstep.local.e2e;

import static dev.lockstep.local.e2e.ConductorCalls.definition;
import static dev.lockstep.local.e2e.ConductorCalls.row;
import static dev.lockstep.local.e2e.ConductorCalls.rows;
import static dev.lockstep.local.e2e.ConductorCalls.simple;
import static dev.lockstep.local.e2e.ConductorCalls.statuses;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Conductor's workflows tried out with what their tasks are told to come to. Each test has names of its own. */
class ConductorTrialsTest extends OnLocalStack {
    private static JsonNode tried(String request) {
        return api.post("/api/workflow/test", request).expect(200).json();
    }

    /** Tries out a definition of these tasks that nobody has registered. */
    private static JsonNode tried(String name, String tasks, String more) {
        return tried("{\"workflowDef\":" + definition(name, tasks, "") + more + "}");
    }

    private static String mocks(String... byReference) {
        return ",\"taskRefToMockOutput\":{" + String.join(",", byReference) + "}";
    }

    private static String mock(String reference, String... mocks) {
        return "\"" + reference + "\":[" + String.join(",", mocks) + "]";
    }

    private static String gives(String output) {
        return "{\"status\":\"COMPLETED\",\"output\":" + output + "}";
    }

    private static final String FAILS = "{\"status\":\"FAILED\",\"output\":{}}";

    private static String typed(String reference, String type, String more) {
        return "{\"name\":\"" + reference + "\",\"taskReferenceName\":\"" + reference + "\",\"type\":\"" + type + "\""
                + more + "}";
    }

    @Test
    void each_attempt_takes_the_next_mock_of_its_task_and_pauses_pass_at_once() {
        conductor.taskDefinition("flaky", "\"retryCount\":2,\"retryDelaySeconds\":3600");
        conductor.register(definition("retried_trial", simple("flaky"), ""));

        JsonNode done = tried("{\"name\":\"retried_trial\",\"input\":{\"x\":1},\"correlationId\":\"c1\""
                + mocks(mock("flaky", FAILS, gives("{\"y\":2}"))) + "}");

        assertThat(done.path("status").asString()).isEqualTo("COMPLETED");
        assertThat(statuses(done, "flaky")).containsExactly("FAILED!", "COMPLETED");
        assertThat(done.path("output")).isEqualTo(Json.read("{\"y\":2}"));
        assertThat(done.path("input")).isEqualTo(Json.read("{\"x\":1}"));
        assertThat(done.path("correlationId").asString()).isEqualTo("c1");
        assertThat(done.path("endTime").asLong() - done.path("startTime").asLong())
                .isGreaterThanOrEqualTo(3_600_000);
    }

    @Test
    void what_is_told_to_fail_for_good_fails_the_workflow() {
        conductor.retries("doomed", 3);

        JsonNode failed = tried(
                "doomed_trial",
                simple("doomed"),
                mocks(mock(
                        "doomed",
                        "{\"status\":\"FAILED_WITH_TERMINAL_ERROR\",\"reasonForIncompletion\":\"no such city\"}")));

        assertThat(failed.path("status").asString()).isEqualTo("FAILED");
        assertThat(statuses(failed, "doomed")).containsExactly("FAILED_WITH_TERMINAL_ERROR");
        assertThat(failed.path("reasonForIncompletion").asString()).contains("no such city");
        assertThat(failed.path("failedReferenceTaskNames")).isEqualTo(Json.read("[\"doomed\"]"));
    }

    @Test
    void a_switch_goes_where_a_mocked_output_leads() {
        String tasks = simple("ask") + "," + typed("way", "SWITCH", """
                ,"evaluatorType":"value-param","expression":"to","inputParameters":{"to":"${ask.output.to}"},
                 "decisionCases":{"left":[%s]},"defaultCase":[%s]""".formatted(simple("left"), simple("right")));

        JsonNode done = tried(
                "switched_trial", tasks, mocks(mock("ask", gives("{\"to\":\"left\"}")), mock("left", gives("{}"))));

        assertThat(done.path("status").asString()).isEqualTo("COMPLETED");
        assertThat(statuses(done, "left")).containsExactly("COMPLETED");
        assertThat(rows(done, "right")).isEmpty();
    }

    @Test
    void a_join_gathers_what_branches_are_told_to_give() {
        String tasks = typed("f", "FORK_JOIN", ",\"forkTasks\":[[" + simple("fa") + "],[" + simple("fb") + "]]") + ","
                + typed("j", "JOIN", ",\"joinOn\":[\"fa\",\"fb\"]");

        JsonNode done =
                tried("forked_trial", tasks, mocks(mock("fa", gives("{\"a\":1}")), mock("fb", gives("{\"b\":2}"))));

        assertThat(done.path("status").asString()).isEqualTo("COMPLETED");
        assertThat(row(done, "j").path("outputData")).isEqualTo(Json.read("{\"fa\":{\"a\":1},\"fb\":{\"b\":2}}"));
    }

    @Test
    void what_nothing_is_told_of_waits_and_the_rest_goes_on() {
        String tasks = typed(
                        "f",
                        "FORK_JOIN",
                        ",\"forkTasks\":[[" + simple("told") + "," + simple("then") + "],[" + simple("untold") + "]]")
                + "," + typed("j", "JOIN", ",\"joinOn\":[\"then\",\"untold\"]");
        conductor.taskDefinition("untold", "\"timeoutSeconds\":60,\"timeoutPolicy\":\"TIME_OUT_WF\"");

        JsonNode waiting = tried(
                "waiting_trial",
                tasks,
                mocks(
                        mock("told", "{\"executionTime\":5000,\"queueWaitTime\":1000,\"output\":{\"a\":1}}"),
                        mock("then", gives("{}"))));

        assertThat(waiting.path("status").asString()).isEqualTo("RUNNING");
        assertThat(statuses(waiting, "then")).containsExactly("COMPLETED");
        assertThat(statuses(waiting, "untold")).containsExactly("SCHEDULED");
        assertThat(statuses(waiting, "j")).containsExactly("IN_PROGRESS");
        JsonNode told = row(waiting, "told");
        assertThat(told.path("endTime").asLong() - told.path("scheduledTime").asLong())
                .isGreaterThanOrEqualTo(6_000);
    }

    @Test
    void mocks_that_run_out_leave_the_task_waiting() {
        conductor.retries("short", 5);

        JsonNode waiting = tried("short_trial", simple("short"), mocks(mock("short", FAILS, FAILS)));

        assertThat(waiting.path("status").asString()).isEqualTo("RUNNING");
        assertThat(statuses(waiting, "short")).containsExactly("FAILED!", "FAILED!", "SCHEDULED");
    }

    @Test
    void rounds_of_a_loop_take_mocks_in_order_or_by_the_name_that_they_have_there() {
        String tasks = typed("l", "DO_WHILE", """
                ,"loopCondition":"$.again['more'] == true","loopOver":[%s,%s]""".formatted(simple("again"), simple("each")));

        JsonNode done = tried(
                "looped_trial",
                tasks,
                mocks(
                        mock("again", gives("{\"more\":true}"), gives("{\"more\":true}"), gives("{\"more\":false}")),
                        mock("each", gives("{\"n\":1}"), gives("{\"n\":3}")),
                        mock("each__2", gives("{\"n\":2}"))));

        assertThat(done.path("status").asString()).isEqualTo("COMPLETED");
        assertThat(IntStream.rangeClosed(1, 3)
                        .map(round -> row(done, "each__" + round)
                                .path("outputData")
                                .path("n")
                                .asInt()))
                .containsExactly(1, 2, 3);
        assertThat(row(done, "l").path("outputData").path("iteration").asInt()).isEqualTo(3);
    }

    @Test
    void a_sub_workflow_is_run_with_mocks_of_its_own_or_told_to_come_to_something() {
        conductor.register(definition(
                "inner_trial",
                simple("deep"),
                ",\"outputParameters\":{\"got\":\"${deep.output.d}\",\"in\":\"${workflow.input.i}\"}"));
        String tasks = typed("sub", "SUB_WORKFLOW", """
                ,"subWorkflowParam":{"name":"inner_trial","version":1},"inputParameters":{"i":"${workflow.input.i}"}""");
        conductor.register(definition("outer_trial", tasks, ""));
        String begun = "{\"name\":\"outer_trial\",\"version\":1,\"input\":{\"i\":7}";

        JsonNode run = tried(begun + ",\"subWorkflowTestRequest\":{\"sub\":{\"name\":\"inner_trial\""
                + mocks(mock("deep", gives("{\"d\":1}"))) + "}}}");
        JsonNode told = tried(begun + mocks(mock("sub", gives("{\"whole\":true}"))) + "}");
        JsonNode untold = tried(begun + "}");

        assertThat(run.path("status").asString()).isEqualTo("COMPLETED");
        assertThat(row(run, "sub").path("outputData").path("got").asInt()).isEqualTo(1);
        assertThat(run.path("output").path("in").asInt()).isEqualTo(7);
        assertThat(told.path("status").asString()).isEqualTo("COMPLETED");
        assertThat(row(told, "sub").path("outputData").path("whole").asBoolean())
                .isTrue();
        assertThat(untold.path("status").asString()).isEqualTo("RUNNING");
        assertThat(statuses(untold, "sub")).containsExactly("IN_PROGRESS");
    }

    @Test
    void what_reaches_outside_is_told_and_never_done() {
        conductor.register(definition("never_started", simple("never_offered"), ""));
        String tasks = typed(
                        "h", "HTTP", ",\"inputParameters\":{\"uri\":\"" + stack.url() + "/health\",\"method\":\"GET\"}")
                + ","
                + typed("s", "START_WORKFLOW", ",\"inputParameters\":{\"startWorkflow\":{\"name\":\"never_started\"}}")
                + "," + typed("e", "EVENT", ",\"sink\":\"conductor\"") + ","
                + typed("a", "EVENT", ",\"sink\":\"conductor\",\"asyncComplete\":true") + ","
                + typed("w", "WAIT", "") + ","
                + typed("out", "SET_VARIABLE", """
                ,"inputParameters":{"code":"${h.output.response.statusCode}","id":"${s.output.workflowId}",
                 "who":"${w.output.who}"}""");
        String response = gives("{\"response\":{\"statusCode\":418}}");

        JsonNode done = tried(
                "outside_trial",
                tasks,
                mocks(
                        mock("h", response),
                        mock("s", gives("{\"workflowId\":\"w-1\"}")),
                        mock("e", gives("{}")),
                        mock("a", gives("{\"late\":true}")),
                        mock("w", gives("{\"who\":\"ann\"}"))));
        JsonNode untold = tried("outside_trial", tasks, "");
        JsonNode atEvent =
                tried("outside_trial", tasks, mocks(mock("h", response), mock("s", gives("{\"workflowId\":\"w-1\"}"))));

        assertThat(done.path("status").asString()).as(done.toString()).isEqualTo("COMPLETED");
        assertThat(done.path("variables")).isEqualTo(Json.read("{\"code\":418,\"id\":\"w-1\",\"who\":\"ann\"}"));
        assertThat(row(done, "s").path("outputData").path("workflowId").asString())
                .isEqualTo("w-1");
        assertThat(statuses(untold, "h")).containsExactly("SCHEDULED");
        assertThat(statuses(atEvent, "e")).containsExactly("SCHEDULED");
        assertThat(conductor.hasTask("never_offered")).isFalse();
    }

    @Test
    void what_needs_nobody_is_done_as_it_is_and_times_pass_at_once() {
        String tasks = typed("i", "INLINE", """
                ,"inputParameters":{"evaluatorType":"javascript","expression":"$.n * 2","n":"${workflow.input.n}"}""") + ","
                + typed("w", "WAIT", ",\"inputParameters\":{\"duration\":\"30 days\"}") + ","
                + typed("q", "JSON_JQ_TRANSFORM", """
                ,"inputParameters":{"queryExpression":".n + 1","n":"${i.output.result}"}""");

        JsonNode done = tried("pure_trial", tasks, ",\"input\":{\"n\":20}");
        JsonNode told = tried("pure_trial", tasks, ",\"input\":{\"n\":20}" + mocks(mock("i", gives("{\"result\":1}"))));

        assertThat(done.path("status").asString()).isEqualTo("COMPLETED");
        assertThat(row(done, "q").path("outputData").path("result").asInt()).isEqualTo(41);
        assertThat(done.path("endTime").asLong() - done.path("startTime").asLong())
                .isBetween(30L * 86_400_000, 30L * 86_400_000 + 60_000);
        assertThat(row(told, "q").path("outputData").path("result").asInt()).isEqualTo(2);
    }

    @Test
    void an_attempt_that_lasts_too_long_times_out() {
        conductor.taskDefinition(
                "slow",
                "\"timeoutSeconds\":10,\"responseTimeoutSeconds\":10,\"timeoutPolicy\":\"RETRY\",\"retryCount\":1,\"retryDelaySeconds\":0");

        JsonNode done = tried(
                "slow_trial",
                simple("slow"),
                mocks(mock("slow", "{\"executionTime\":60000,\"output\":{}}", gives("{\"ok\":true}"))));

        assertThat(statuses(done, "slow")).containsExactly("TIMED_OUT!", "COMPLETED");
        assertThat(done.path("status").asString()).isEqualTo("COMPLETED");
    }

    @Test
    void one_told_to_be_in_progress_is_told_again() {
        JsonNode done = tried(
                "progress_trial",
                simple("begun"),
                mocks(mock("begun", "{\"status\":\"IN_PROGRESS\",\"output\":{\"half\":true}}", gives("{\"ok\":1}"))));

        assertThat(done.path("status").asString()).isEqualTo("COMPLETED");
        assertThat(statuses(done, "begun")).containsExactly("COMPLETED");
        assertThat(done.path("output")).isEqualTo(Json.read("{\"ok\":1}"));
    }

    @Test
    void what_data_tells_takes_mocks_by_the_references_that_it_tells() {
        String tasks = typed("d", "DYNAMIC", """
                ,"dynamicTaskNameParam":"which","inputParameters":{"which":"told_by_data"}""") + ","
                + typed("f", "FORK_JOIN_DYNAMIC", """
                ,"dynamicForkTasksParam":"list","dynamicForkTasksInputParamName":"inputs",
                 "inputParameters":{"list":[%s,%s],"inputs":{"b1":{"n":1},"b2":{"n":2}}}""".formatted(simple("b1"), simple("b2")))
                + "," + typed("j", "JOIN", "");

        JsonNode done = tried(
                "told_trial",
                tasks,
                mocks(
                        mock("d", gives("{\"x\":1}")),
                        mock("b1", gives("{\"one\":1}")),
                        mock("b2", gives("{\"two\":2}"))));

        assertThat(done.path("status").asString()).as(done.toString()).isEqualTo("COMPLETED");
        assertThat(row(done, "d").path("taskType").asString()).isEqualTo("told_by_data");
        assertThat(row(done, "j").path("outputData")).isEqualTo(Json.read("{\"b1\":{\"one\":1},\"b2\":{\"two\":2}}"));
    }

    @Test
    void nothing_of_it_is_stored() {
        JsonNode done = tried("unstored_trial", simple("unstored"), mocks(mock("unstored", gives("{}"))));
        tried("unstored_trial", simple("unstored"), "");

        assertThat(done.path("status").asString()).isEqualTo("COMPLETED");
        api.get("/api/workflow/" + done.path("workflowId").asString()).expect(404);
        api.get("/api/metadata/workflow/unstored_trial").expect(404);
        api.get("/workflows/conductor.unstored_trial").expect(404);
        assertThat(api.get("/api/workflow/search?freeText=unstored_trial")
                        .expect(200)
                        .json()
                        .path("totalHits")
                        .asInt(-1))
                .isZero();
        assertThat(conductor.hasTask("unstored")).isFalse();
    }

    @Test
    void every_fault_of_a_request_is_told_with_its_path() {
        JsonNode refused = api.post("/api/workflow/test", """
                        {"name": "", "priority": 100, "input": 1,
                         "taskRefToMockOutput": {"a": 1, "b": [{"status": "DONE", "executionTime": -1}, 7, {"output": []}]},
                         "subWorkflowTestRequest": {"s": {"taskRefToMockOutput": {"c": [{"queueWaitTime": "long"}]}}, "t": 1}}""").expect(400).json();

        assertThat(paths(refused))
                .contains(
                        "name",
                        "priority",
                        "input",
                        "taskRefToMockOutput.a",
                        "taskRefToMockOutput.b[0].status",
                        "taskRefToMockOutput.b[0].executionTime",
                        "taskRefToMockOutput.b[1]",
                        "taskRefToMockOutput.b[2].output",
                        "subWorkflowTestRequest.s.taskRefToMockOutput.c[0].queueWaitTime",
                        "subWorkflowTestRequest.t");
        assertThat(paths(api.post(
                                "/api/workflow/test", "{\"workflowDef\":{\"name\":\"x\",\"tasks\":[{\"name\":\"y\"}]}}")
                        .expect(400)
                        .json()))
                .contains("workflowDef.tasks[0].taskReferenceName");
        api.post("/api/workflow/test", "[]").expect(400);
        api.post("/api/workflow/test", "{").expect(400);
        api.post("/api/workflow/test", "{\"name\":\"nobody_registered_this\"}").expect(404);
    }

    private static List<String> paths(JsonNode refused) {
        return StreamSupport.stream(refused.path("validationErrors").spliterator(), false)
                .map(fault -> fault.path("path").asString())
                .toList();
    }

    @Test
    void one_that_goes_on_for_too_long_is_broken_off_and_says_so() {
        String tasks = typed("l", "DO_WHILE", """
                ,"loopCondition":"true","loopOver":[%s]""".formatted(typed("n", "NOOP", "")));

        JsonNode broken = tried("endless_trial", tasks, "");

        assertThat(broken.path("status").asString()).isEqualTo("RUNNING");
        assertThat(broken.path("reasonForIncompletion").asString()).contains("broken off");
    }

    @Test
    void more_mocks_within_each_other_than_executions_may_be_are_refused() {
        String deepest = "{\"name\":\"x\"}";
        for (int i = 0; i < 9; i++) {
            deepest = "{\"name\":\"x\",\"subWorkflowTestRequest\":{\"s\":" + deepest + "}}";
        }

        JsonNode refused = api.post("/api/workflow/test", deepest).expect(400).json();

        assertThat(refused.path("validationErrors").get(0).path("message").asString())
                .contains("more than 8 others");
    }

    @Test
    void tasks_that_an_answer_has_no_room_for_are_left_out_of_it() {
        String described = ",\"description\":\"" + "x".repeat(20_000) + "\"";
        String tasks = typed("l", "DO_WHILE", """
                ,"loopCondition":"$.l['iteration'] < 200","loopOver":[%s]""".formatted(typed("n", "NOOP", described)));

        JsonNode done = tried("wordy_trial", tasks, "");

        assertThat(done.path("status").asString()).isEqualTo("COMPLETED");
        assertThat(done.path("tasks")).isEqualTo(Json.array());
        assertThat(done.path("reasonForIncompletion").asString()).contains("left out");
    }
}

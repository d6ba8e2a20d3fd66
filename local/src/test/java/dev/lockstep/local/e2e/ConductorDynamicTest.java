package dev.lockstep.local.e2e;

import static dev.lockstep.local.e2e.ConductorCalls.definition;
import static dev.lockstep.local.e2e.ConductorCalls.row;
import static dev.lockstep.local.e2e.ConductorCalls.rows;
import static dev.lockstep.local.e2e.ConductorCalls.simple;
import static dev.lockstep.local.e2e.ConductorCalls.statuses;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import java.time.Duration;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is known only at run time, as Conductor has it, over HTTP. Each test has names of its own. */
class ConductorDynamicTest extends OnLocalStack {
    private static final int MANY = 500;

    private static String dynamic(String reference) {
        return """
                {"name": "dyn", "taskReferenceName": "%s", "type": "DYNAMIC", "dynamicTaskNameParam": "what",
                 "inputParameters": {"what": "${workflow.input.what}", "n": "${workflow.input.n}",
                                     "expression": "$.n * 2", "evaluatorType": "javascript"}}""".formatted(reference);
    }

    private static String fork(String reference) {
        return """
                {"name": "fork", "taskReferenceName": "%s", "type": "FORK_JOIN_DYNAMIC",
                 "dynamicForkTasksParam": "tasks", "dynamicForkTasksInputParamName": "inputs",
                 "inputParameters": {"tasks": "${workflow.input.tasks}", "inputs": "${workflow.input.inputs}"}},
                {"name": "join", "taskReferenceName": "%s_join", "type": "JOIN"}""".formatted(reference, reference);
    }

    private static String alike(String inputs) {
        return """
                {"name": "fork", "taskReferenceName": "fork", "type": "FORK_JOIN_DYNAMIC", "inputParameters": %s},
                {"name": "join", "taskReferenceName": "join", "type": "JOIN"}""".formatted(inputs);
    }

    private static String task(String name, String reference, String more) {
        return "{\"name\":\"" + name + "\",\"taskReferenceName\":\"" + reference + "\"" + more + "}";
    }

    private static JsonNode output(JsonNode workflow, String reference) {
        return row(workflow, reference).path("outputData");
    }

    private static String type(JsonNode workflow, String reference) {
        return row(workflow, reference).path("taskType").asString();
    }

    @Test
    void a_dynamic_task_is_a_workers_by_the_name_that_its_input_tells_and_is_tried_as_registered() {
        conductor.taskDefinition("dw_work", "\"retryCount\":1,\"retryDelaySeconds\":0,\"responseTimeoutSeconds\":77");
        String id = conductor.run(
                "dw",
                simple("dw_first") + "," + dynamic("it") + ","
                        + simple("dw_after", ",\"inputParameters\":{\"got\":\"${it.output.x}\"}"),
                "{\"what\":\"dw_work\",\"n\":4}");

        conductor.complete(conductor.take("dw_first"), "{}");
        JsonNode offered = row(conductor.workflow(id), "it");
        assertThat(offered.path("status").asString()).isEqualTo("SCHEDULED");
        assertThat(offered.path("taskType").asString()).isEqualTo("dw_work");
        JsonNode polled = conductor.take("dw_work");
        assertThat(polled.path("taskDefName").asString()).isEqualTo("dw_work");
        assertThat(polled.path("referenceTaskName").asString()).isEqualTo("it");
        assertThat(polled.path("responseTimeoutSeconds").asInt()).isEqualTo(77);
        assertThat(polled.path("inputData").path("n").asInt()).isEqualTo(4);
        conductor.fail(polled, "not yet");
        conductor.complete(conductor.take("dw_work"), "{\"x\":9}");

        assertThat(statuses(conductor.workflow(id), "it")).containsExactly("FAILED!", "COMPLETED");
        JsonNode after = conductor.take("dw_after");
        assertThat(after.path("inputData").path("got").asInt()).isEqualTo(9);
        conductor.complete(after, "{}");
        conductor.await(id, "COMPLETED");
    }

    @Test
    void a_dynamic_task_may_be_of_a_type_that_is_conductors_own() {
        String id = conductor.run("di", dynamic("it"), "{\"what\":\"INLINE\",\"n\":21}");

        JsonNode done = conductor.await(id, "COMPLETED");

        assertThat(output(done, "it")).isEqualTo(Json.read("{\"result\":42}"));
        assertThat(type(done, "it")).isEqualTo("INLINE");
    }

    @Test
    void a_dynamic_task_without_a_name_fails_the_workflow_and_says_so() {
        String id = conductor.run("dn", dynamic("it"), "{\"what\":{\"no\":\"name\"}}");

        JsonNode failed = conductor.await(id, "FAILED");

        assertThat(failed.path("reasonForIncompletion").asString())
                .contains("Cannot map a dynamic task", "Parameter= what");
        assertThat(statuses(failed, "it")).containsExactly("FAILED");
        assertThat(failed.path("failedReferenceTaskNames")).isEqualTo(Json.read("[\"it\"]"));
    }

    @Test
    void a_case_may_begin_with_a_dynamic_task_or_with_a_switch_by_a_script() {
        String choice = """
                {"name": "sw", "taskReferenceName": "sw", "type": "SWITCH", "evaluatorType": "value-param",
                 "expression": "way", "inputParameters": {"way": "${workflow.input.way}"},
                 "decisionCases": {"dyn": [%s], "script": [
                    {"name": "in", "taskReferenceName": "in", "type": "SWITCH", "evaluatorType": "javascript",
                     "expression": "$.n > 1 ? 'big' : 'small'", "inputParameters": {"n": "${workflow.input.n}"},
                     "decisionCases": {"big": [{"name": "big", "taskReferenceName": "big", "type": "NOOP"}]}}]}}""".formatted(dynamic("it"));
        String one = conductor.run("dc", choice, "{\"way\":\"dyn\",\"what\":\"INLINE\",\"n\":1}");
        String other = conductor.start("dc", "{\"way\":\"script\",\"n\":2}");

        assertThat(statuses(conductor.await(one, "COMPLETED"), "it")).containsExactly("COMPLETED");
        assertThat(statuses(conductor.await(other, "COMPLETED"), "big")).containsExactly("COMPLETED");
    }

    @Test
    void a_fork_makes_a_task_of_each_kind_for_each_branch_and_the_join_gathers_them() {
        conductor.register(definition("df_child", simple("df_in"), ""));
        String id = conductor.run(
                "df", fork("f") + "," + simple("df_after", ",\"inputParameters\":{\"all\":\"${f_join.output}\"}"), """
                {"tasks": [{"name": "df_work", "taskReferenceName": "w", "type": "SIMPLE", "inputParameters": {"own": 1}},
                           {"name": "script", "taskReferenceName": "i", "type": "INLINE"},
                           {"name": "sub", "taskReferenceName": "s", "type": "SUB_WORKFLOW",
                            "subWorkflowParam": {"name": "df_child"}},
                           {"name": "short", "taskReferenceName": "t", "type": "WAIT"},
                           {"name": "none", "taskReferenceName": "n", "type": "NOOP"}],
                 "inputs": {"w": {"more": 2}, "i": {"expression": "$.k + 1", "k": 1}, "s": {"from": "f"},
                            "t": {"duration": "1s"}}}""");

        JsonNode work = conductor.take("df_work");
        assertThat(work.path("inputData")).isEqualTo(Json.read("{\"own\":1,\"more\":2}"));
        assertThat(work.path("referenceTaskName").asString()).isEqualTo("w");
        JsonNode in = conductor.take("df_in");
        String child = in.path("workflowInstanceId").asString();
        assertThat(conductor.workflow(child).path("input")).isEqualTo(Json.read("{\"from\":\"f\"}"));
        assertThat(row(conductor.workflow(id), "s").path("subWorkflowId").asString())
                .isEqualTo(child);
        assertThat(statuses(conductor.workflow(id), "f_join")).containsExactly("IN_PROGRESS");
        conductor.complete(work, "{\"a\":1}");
        conductor.complete(in, "{\"b\":2}");
        JsonNode after = conductor.take("df_after");

        assertThat(after.path("inputData").path("all").path("w")).isEqualTo(Json.read("{\"a\":1}"));
        assertThat(after.path("inputData").path("all").path("i")).isEqualTo(Json.read("{\"result\":2}"));
        assertThat(after.path("inputData").path("all").path("s")).isEqualTo(Json.read("{\"b\":2}"));
        conductor.complete(after, "{}");
        JsonNode done = conductor.await(id, "COMPLETED");
        assertThat(StreamSupport.stream(done.path("tasks").spliterator(), false)
                        .map(row -> row.path("referenceTaskName").asString() + " "
                                + row.path("taskType").asString()))
                .startsWith("f FORK")
                .contains("w df_work", "i INLINE", "s SUB_WORKFLOW", "t WAIT", "n NOOP", "f_join JOIN")
                .hasSize(8);
        assertThat(row(done, "f").path("outputData")).isEqualTo(Json.object());
    }

    @Test
    void one_task_runs_for_each_of_a_list_of_inputs() {
        String id = conductor.run(
                "da", alike("{\"forkTaskName\":\"da_work\",\"forkTaskInputs\":[{\"k\":1},\"plain\"]}"), "{}");

        for (int i = 0; i < 2; i++) {
            JsonNode task = conductor.take("da_work");
            conductor.complete(task, "{\"in\":" + Json.write(task.path("inputData")) + "}");
        }

        JsonNode joined = output(conductor.await(id, "COMPLETED"), "join");
        assertThat(joined.path("_da_work_0").path("in")).isEqualTo(Json.read("{\"k\":1,\"__index\":0}"));
        assertThat(joined.path("_da_work_1").path("in")).isEqualTo(Json.read("{\"input\":\"plain\",\"__index\":1}"));
    }

    @Test
    void one_workflow_runs_for_each_of_a_list_of_inputs() {
        conductor.register(definition(
                "dl_child",
                "{\"name\":\"x\",\"taskReferenceName\":\"x\",\"type\":\"INLINE\",\"inputParameters\":"
                        + "{\"expression\":\"$.k * 10\",\"k\":\"${workflow.input.k}\"}}",
                ""));
        String id = conductor.run(
                "dl",
                alike("{\"forkTaskWorkflow\":\"dl_child\",\"forkTaskWorkflowVersion\":\"1\",\"forkTaskInputs\":"
                        + "[{\"k\":1},{\"k\":2}]}"),
                "{}");

        assertThat(output(conductor.await(id, "COMPLETED"), "join"))
                .isEqualTo(Json.read("{\"_fork_0\":{\"result\":10},\"_fork_1\":{\"result\":20}}"));
    }

    @Test
    void older_definitions_have_tasks_and_inputs_in_one() {
        String id = conductor.run("do", """
                {"name": "fork", "taskReferenceName": "fork", "type": "FORK_JOIN_DYNAMIC",
                 "dynamicForkJoinTasksParam": "all", "inputParameters": {"all": {"dynamicTasks": [
                    {"taskName": "do_work", "referenceName": "one", "input": {"k": 5}}]}}},
                {"name": "join", "taskReferenceName": "join", "type": "JOIN"}""", "{}");

        JsonNode task = conductor.take("do_work");
        assertThat(task.path("inputData")).isEqualTo(Json.read("{\"k\":5}"));
        conductor.complete(task, "{\"ok\":true}");

        assertThat(output(conductor.await(id, "COMPLETED"), "join")).isEqualTo(Json.read("{\"one\":{\"ok\":true}}"));
    }

    @Test
    void a_fork_without_branches_is_over_at_once() {
        String id = conductor.run("de", fork("f"), "{\"tasks\":[],\"inputs\":{}}");

        assertThat(output(conductor.await(id, "COMPLETED"), "f_join")).isEqualTo(Json.object());
    }

    @Test
    void what_cannot_be_forked_fails_the_workflow_and_says_why() {
        conductor.register(definition("dx", fork("f"), ""));
        String good = task("dx_w", "w", "");

        assertFails("{\"tasks\":\"no list\",\"inputs\":{}}", "Cannot deserialize a list of Workflow Tasks");
        assertFails("{\"tasks\":[" + good + "],\"inputs\":[]}", "is not a map");
        assertFails("{\"tasks\":[" + good + "," + good + "],\"inputs\":{}}", "duplicate task reference name: w");
        assertFails(
                "{\"tasks\":[" + task("s", "s", ",\"type\":\"SWITCH\"") + "],\"inputs\":{}}",
                "a task of type SWITCH cannot be made at run time: s");
        assertFails(
                "{\"tasks\":["
                        + task("s", "s", ",\"type\":\"SUB_WORKFLOW\",\"subWorkflowParam\":{\"name\":\"dx_none\"}")
                        + "],\"inputs\":{}}",
                "No such workflow found by name: dx_none");
    }

    private static void assertFails(String input, String reason) {
        JsonNode failed = conductor.await(conductor.start("dx", input), "FAILED");
        assertThat(failed.path("reasonForIncompletion").asString()).contains(reason);
        assertThat(statuses(failed, "f")).containsExactly("FAILED");
    }

    @Test
    void a_dynamic_fork_without_a_join_is_refused() {
        assertThat(api.post("/api/metadata/workflow", definition("du", """
                        {"name": "fork", "taskReferenceName": "fork", "type": "FORK_JOIN_DYNAMIC", "inputParameters": {}}""", ""))
                        .expect(400)
                        .json()
                        .path("validationErrors")
                        .toString())
                .contains("dynamicForkTasksInputParamName is required", "must be followed by a JOIN");
    }

    @Test
    void a_failed_branch_fails_the_workflow_at_once_and_is_tried_again_by_a_retry() {
        conductor.retries("dr_bad", 0);
        String id = conductor.run(
                "dr",
                fork("f"),
                "{\"tasks\":[" + task("dr_bad", "bad", "") + "," + task("dr_slow", "slow", "") + "],\"inputs\":{}}");
        JsonNode slow = conductor.take("dr_slow");
        conductor.fail(conductor.take("dr_bad"), "broken");

        JsonNode failed = conductor.await(id, "FAILED");
        assertThat(failed.path("reasonForIncompletion").asString())
                .contains("failed with status: FAILED and reason: 'broken'")
                .contains(row(failed, "bad").path("taskId").asString());
        assertThat(failed.path("failedReferenceTaskNames")).isEqualTo(Json.read("[\"bad\"]"));
        assertThat(failed.path("failedTaskNames")).isEqualTo(Json.read("[\"dr_bad\"]"));
        assertThat(statuses(failed, "slow")).containsExactly("CANCELED");

        api.post("/api/workflow/" + id + "/retry", "").expect(204);
        conductor.complete(conductor.take("dr_bad"), "{\"now\":1}");
        conductor.complete(slow, "{\"then\":2}");

        assertThat(output(conductor.await(id, "COMPLETED"), "f_join"))
                .isEqualTo(Json.read("{\"bad\":{\"now\":1},\"slow\":{\"then\":2}}"));
    }

    @Test
    void an_optional_branch_may_fail() {
        conductor.retries("dp_bad", 0);
        String id = conductor.run(
                "dp",
                fork("f"),
                "{\"tasks\":[" + task("dp_bad", "bad", ",\"optional\":true") + "," + task("dp_ok", "ok", "")
                        + "],\"inputs\":{}}");

        conductor.fail(conductor.take("dp_bad"), "never mind");
        conductor.complete(conductor.take("dp_ok"), "{\"x\":1}");

        JsonNode done = conductor.await(id, "COMPLETED");
        assertThat(statuses(done, "bad")).containsExactly("COMPLETED_WITH_ERRORS");
        assertThat(output(done, "f_join")).isEqualTo(Json.read("{\"ok\":{\"x\":1}}"));
    }

    @Test
    void a_branch_is_updated_by_its_reference_goes_on_later_and_keeps_its_log() {
        String id = conductor.run(
                "dt",
                fork("f"),
                "{\"tasks\":[" + task("dt_work", "one", "") + "," + task("h", "person", ",\"type\":\"HUMAN\"")
                        + "],\"inputs\":{}}");
        JsonNode task = conductor.take("dt_work");
        String taskId = task.path("taskId").asString();
        api.post("/api/tasks/" + taskId + "/log", "half way").expect(200);
        conductor.tell(task, "IN_PROGRESS", "\"outputData\":{\"part\":1},\"callbackAfterSeconds\":0");
        assertThat(output(conductor.workflow(id), "one")).isEqualTo(Json.read("{\"part\":1}"));
        assertThat(conductor.take("dt_work").path("taskId").asString()).isEqualTo(taskId);

        api.post("/api/tasks/" + id + "/one/COMPLETED", "{\"whole\":2}").expect(200);
        api.post("/api/tasks/" + id + "/person/COMPLETED", "{\"said\":\"yes\"}").expect(200);

        assertThat(output(conductor.await(id, "COMPLETED"), "f_join"))
                .isEqualTo(Json.read("{\"one\":{\"whole\":2},\"person\":{\"said\":\"yes\"}}"));
        assertThat(api.get("/api/tasks/" + taskId + "/log")
                        .expect(200)
                        .json()
                        .get(0)
                        .path("log")
                        .asString())
                .isEqualTo("half way");
        assertThat(api.get("/api/tasks/" + taskId)
                        .expect(200)
                        .json()
                        .path("referenceTaskName")
                        .asString())
                .isEqualTo("one");
    }

    @Test
    void each_round_of_a_loop_forks_anew() {
        String id = conductor.run(
                "dd", """
                {"name": "loop", "taskReferenceName": "loop", "type": "DO_WHILE",
                 "loopCondition": "$.loop['iteration'] < 2", "loopOver": [%s]}""".formatted(fork("f")), "{\"tasks\":[" + task("dd_work", "one", "") + "],\"inputs\":{}}");

        JsonNode first = conductor.take("dd_work");
        assertThat(first.path("referenceTaskName").asString()).isEqualTo("one__1");
        assertThat(first.path("iteration").asInt()).isEqualTo(1);
        conductor.complete(first, "{\"n\":1}");
        conductor.complete(conductor.take("dd_work"), "{\"n\":2}");

        JsonNode done = conductor.await(id, "COMPLETED");
        assertThat(statuses(done, "one__2")).containsExactly("COMPLETED");
        assertThat(output(done, "loop").path("2").path("f_join")).isEqualTo(Json.read("{\"one\":{\"n\":2}}"));
    }

    @Test
    void five_hundred_branches_are_done_and_joined() {
        ObjectNode input = Json.object();
        ArrayNode tasks = input.putArray("tasks");
        ObjectNode inputs = input.putObject("inputs");
        for (int i = 0; i < MANY; i++) {
            tasks.add(Json.read(task("dm_work", "dm_work_" + i, ",\"type\":\"SIMPLE\"")));
            inputs.putObject("dm_work_" + i).put("n", i);
        }
        String id = conductor.run("dm", fork("f"), Json.write(input));

        int[] done = {0};
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> {
            JsonNode taken = api.get("/api/tasks/poll/batch/dm_work?count=10&timeout=1000&workerid=w1")
                    .expect(200)
                    .json();
            for (JsonNode task : taken) {
                conductor.complete(
                        task,
                        "{\"twice\":" + 2 * task.path("inputData").path("n").asInt() + "}");
                done[0]++;
            }
            return done[0] >= MANY;
        });

        JsonNode ended = conductor.await(id, "COMPLETED");
        JsonNode joined = output(ended, "f_join");
        assertThat(joined.size()).isEqualTo(MANY);
        assertThat(joined.path("dm_work_499").path("twice").asInt()).isEqualTo(998);
        assertThat(rows(ended, "dm_work_250")).hasSize(1);
        assertThat(ended.path("tasks").size()).isEqualTo(MANY + 2);
    }

    /** What a sub-workflow gave, without its id. */
    private static JsonNode given(JsonNode workflow, String reference) {
        JsonNode row = row(workflow, reference);
        ObjectNode output = (ObjectNode) row.path("outputData").deepCopy();
        assertThat(output.remove("subWorkflowId")).isEqualTo(row.path("subWorkflowId"));
        return output;
    }

    @Test
    void a_sub_workflow_is_named_by_an_expression_or_given_whole() {
        conductor.register(definition("ds_child", simple("ds_in"), ""));
        String inline = "{\"name\":\"ds_given\",\"version\":1,\"tasks\":["
                + "{\"name\":\"x\",\"taskReferenceName\":\"x\",\"type\":\"INLINE\",\"inputParameters\":"
                + "{\"expression\":\"$.k + 1\",\"k\":\"${workflow.input.k}\"}}]}";
        String id =
                conductor.run("ds", """
                {"name": "a", "taskReferenceName": "named", "type": "SUB_WORKFLOW",
                 "subWorkflowParam": {"name": "${workflow.input.child}"}, "inputParameters": {"k": 1}},
                {"name": "b", "taskReferenceName": "given", "type": "SUB_WORKFLOW",
                 "subWorkflowParam": {"name": "ds_given", "workflowDefinition": %s}, "inputParameters": {"k": 2}},
                {"name": "c", "taskReferenceName": "told", "type": "SUB_WORKFLOW",
                 "subWorkflowParam": {"name": "any", "workflowDefinition": "${workflow.input.definition}"},
                 "inputParameters": {"k": 3}}""".formatted(inline), "{\"child\":\"ds_child\",\"definition\":" + inline + "}");

        conductor.complete(conductor.take("ds_in"), "{\"in\":true}");

        JsonNode done = conductor.await(id, "COMPLETED");
        assertThat(given(done, "named")).isEqualTo(Json.read("{\"in\":true}"));
        assertThat(given(done, "given")).isEqualTo(Json.read("{\"result\":3}"));
        assertThat(given(done, "told")).isEqualTo(Json.read("{\"result\":4}"));
        assertThat(row(done, "named").path("subWorkflowId").asString()).startsWith("ex-");
    }

    @Test
    void a_definition_within_a_definition_is_checked_when_it_is_registered() {
        assertThat(api.post("/api/metadata/workflow", definition("dq", """
                        {"name": "b", "taskReferenceName": "b", "type": "SUB_WORKFLOW", "subWorkflowParam": {
                          "name": "in", "workflowDefinition": {"name": "in", "tasks": [
                            {"name": "x", "taskReferenceName": "x", "inputParameters": {"v": "${nobody.output}"}}]}}}""", ""))
                        .expect(400)
                        .json()
                        .path("validationErrors")
                        .get(0)
                        .path("path")
                        .asString())
                .isEqualTo("tasks[0].subWorkflowParam.workflowDefinition.tasks[0].inputParameters.v");
    }

    @Test
    void a_workflow_is_started_by_expressions_with_the_correlation_id_of_its_starter() {
        conductor.register(definition("dy_other", simple("dy_in"), ""));
        conductor.register(definition("dy", """
                {"name": "s", "taskReferenceName": "s", "type": "START_WORKFLOW", "inputParameters": {"startWorkflow": {
                  "name": "${workflow.input.other}", "input": {"k": "${workflow.input.k}"}}}}""", ""));
        String id = api.post(
                        "/api/workflow",
                        "{\"name\":\"dy\",\"correlationId\":\"c-7\",\"input\":{\"other\":\"dy_other\",\"k\":3}}")
                .expect(200)
                .text();

        String other =
                output(conductor.await(id, "COMPLETED"), "s").path("workflowId").asString();

        JsonNode task = conductor.take("dy_in");
        assertThat(task.path("workflowInstanceId").asString()).isEqualTo(other);
        assertThat(task.path("correlationId").asString()).isEqualTo("c-7");
        assertThat(conductor.workflow(other).path("input")).isEqualTo(Json.read("{\"k\":3}"));
    }

    @Test
    void a_workflow_is_started_with_a_correlation_id_of_its_own_where_it_has_one() {
        conductor.register(definition("dz_other", simple("dz_in"), ""));
        conductor.run("dz", """
                {"name": "s", "taskReferenceName": "s", "type": "START_WORKFLOW", "inputParameters": {"startWorkflow": {
                  "name": "dz_other", "correlationId": "for ${workflow.input.k}"}}}""", "{\"k\":3}");

        assertThat(conductor.take("dz_in").path("correlationId").asString()).isEqualTo("for 3");
    }
}

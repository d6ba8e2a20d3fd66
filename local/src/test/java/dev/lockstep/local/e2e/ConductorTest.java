package dev.lockstep.local.e2e;

import static dev.lockstep.local.e2e.ConductorCalls.definition;
import static dev.lockstep.local.e2e.ConductorCalls.row;
import static dev.lockstep.local.e2e.ConductorCalls.rows;
import static dev.lockstep.local.e2e.ConductorCalls.simple;
import static dev.lockstep.local.e2e.ConductorCalls.statuses;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.dialects.conductor.TaskId;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Iteration;
import dev.lockstep.engine.execution.StageRunKey;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Workflows as Conductor has them, over HTTP. Each test has names of its own. */
class ConductorTest extends OnLocalStack {
    @Test
    void a_definition_comes_back_as_registered_with_its_defaults_spelled_out() {
        conductor.register(definition("kept", simple("kept_a"), ",\"metadata\":{\"team\":\"x\"},\"own\":1"));

        JsonNode kept = api.get("/api/metadata/workflow/kept").expect(200).json();

        assertThat(kept.path("schemaVersion").asInt()).isEqualTo(2);
        assertThat(kept.path("timeoutPolicy").asString()).isEqualTo("ALERT_ONLY");
        assertThat(kept.path("metadata")).isEqualTo(Json.read("{\"team\":\"x\"}"));
        assertThat(kept.path("tasks").get(0).path("joinOn")).isEqualTo(Json.array());
        assertThat(kept.path("tasks").get(0).path("startDelay").asInt(-1)).isZero();
    }

    @Test
    void a_version_that_is_there_is_written_over_only_where_that_is_asked_for() {
        conductor.register(definition("once", simple("once_a"), ""));

        assertThat(api.post("/api/metadata/workflow", definition("once", simple("once_b"), ""))
                        .expect(409)
                        .json()
                        .path("message")
                        .asString())
                .contains("already exists");
        conductor.register(definition("once", simple("once_b"), ""));

        assertThat(api.get("/api/metadata/workflow/once?version=1")
                        .expect(200)
                        .json()
                        .path("tasks")
                        .get(0)
                        .path("name")
                        .asString())
                .isEqualTo("once_b");
    }

    @Test
    void every_fault_of_a_definition_is_told_with_its_path() {
        JsonNode refused = api.post("/api/metadata/workflow", """
                        {"name": "", "schemaVersion": 1, "tasks": [
                          {"name": "a", "taskReferenceName": "same", "inputParameters": {"x": "${nobody.output.y}"}},
                          {"name": "b", "taskReferenceName": "same"}]}""").expect(400).json();

        assertThat(refused.path("status").asInt()).isEqualTo(400);
        assertThat(refused.path("message").asString()).isEqualTo("Validation failed, check below errors for detail.");
        assertThat(refused.path("validationErrors").toString())
                .contains("\"name\"", "schemaVersion", "tasks[1].taskReferenceName");
    }

    @Test
    void an_expression_that_names_no_task_is_refused() {
        assertThat(api.post(
                                "/api/metadata/workflow",
                                definition("lost", simple("l", ",\"inputParameters\":{\"x\":\"${no.output.y}\"}"), ""))
                        .expect(400)
                        .json()
                        .path("validationErrors")
                        .get(0)
                        .path("path")
                        .asString())
                .isEqualTo("tasks[0].inputParameters.x");
    }

    @Test
    void what_is_read_right_after_an_update_is_what_comes_next() {
        String id = conductor.run("next", simple("n1") + "," + """
                        {"name": "sw", "taskReferenceName": "sw", "type": "SWITCH", "evaluatorType": "value-param",
                         "expression": "way", "inputParameters": {"way": "${n1.output.way}"},
                         "decisionCases": {"left": [%s]}, "defaultCase": [%s]}""".formatted(simple("left"), simple("right")), "{}");
        assertThat(statuses(conductor.workflow(id), "n1")).containsExactly("SCHEDULED");

        conductor.complete(conductor.take("n1"), "{\"way\":\"left\"}");

        JsonNode advanced = conductor.workflow(id);
        assertThat(statuses(advanced, "n1")).containsExactly("COMPLETED");
        assertThat(row(advanced, "sw").path("outputData"))
                .isEqualTo(Json.read("{\"evaluationResult\":[\"left\"],\"selectedCase\":\"left\"}"));
        assertThat(statuses(advanced, "left")).containsExactly("SCHEDULED");
        assertThat(rows(advanced, "right")).isEmpty();
        conductor.complete(conductor.take("left"), "{}");
        conductor.await(id, "COMPLETED");
    }

    @Test
    void a_switch_without_a_case_goes_on_behind_it() {
        String id = conductor.run("around", """
                {"name": "sw", "taskReferenceName": "sw", "type": "SWITCH", "evaluatorType": "value-param",
                 "expression": "n", "inputParameters": {"n": "${workflow.input.n}"},
                 "decisionCases": {"1": [%s]}},""".formatted(simple("one")) + simple("behind"), "{\"n\":7}");

        conductor.complete(conductor.take("behind"), "{\"ok\":true}");

        JsonNode done = conductor.await(id, "COMPLETED");
        assertThat(row(done, "sw").path("outputData").path("selectedCase").asString())
                .isEqualTo("7");
        assertThat(rows(done, "one")).isEmpty();
        assertThat(done.path("output")).isEqualTo(Json.read("{\"ok\":true}"));
    }

    @Test
    void a_join_gives_what_its_branches_gave() {
        String id = conductor.run("forked", """
                {"name": "f", "taskReferenceName": "f", "type": "FORK_JOIN", "forkTasks": [[%s], [%s]]},
                {"name": "j", "taskReferenceName": "j", "type": "JOIN", "joinOn": ["fa", "fb"]}""".formatted(simple("fa"), simple("fb")), "{}");
        JsonNode begun = conductor.awaiting(id, workflow -> rows(workflow, "fb").size() == 1);
        assertThat(row(begun, "f").path("taskType").asString()).isEqualTo("FORK");
        assertThat(statuses(begun, "f")).containsExactly("COMPLETED");
        assertThat(statuses(begun, "j")).containsExactly("IN_PROGRESS");

        conductor.complete(conductor.take("fa"), "{\"a\":1}");
        conductor.complete(conductor.take("fb"), "{\"b\":2}");

        JsonNode done = conductor.await(id, "COMPLETED");
        assertThat(row(done, "j").path("outputData")).isEqualTo(Json.read("{\"fa\":{\"a\":1},\"fb\":{\"b\":2}}"));
    }

    @Test
    void the_made_up_id_of_what_no_definition_names_is_no_task() {
        String id = conductor.run("bare_join", """
                {"name": "g", "taskReferenceName": "g", "type": "FORK_JOIN", "forkTasks": [[%s], [%s]]},
                {"name": "h", "taskReferenceName": "h", "type": "JOIN", "joinOn": ["ga", "gb"]}""".formatted(simple("ga"), simple("gb")), "{}");
        conductor.complete(conductor.take("ga"), "{}");
        conductor.complete(conductor.take("gb"), "{}");
        conductor.await(id, "COMPLETED");

        String gathering = new TaskId(new ExecutionId(id), new StageRunKey("join:h", Iteration.FIRST), 1).text();

        api.post(
                        "/api/tasks",
                        "{\"workflowInstanceId\":\"" + id + "\",\"taskId\":\"" + gathering
                                + "\",\"status\":\"COMPLETED\"}")
                .expect(404);
    }

    @Test
    void a_failed_task_is_tried_again_as_its_definition_says_and_then_fails_the_workflow() {
        conductor.retries("flaky", 1);
        String id = conductor.run("tried", simple("flaky"), "{}");
        JsonNode first = conductor.take("flaky");
        assertThat(first.path("retryCount").asInt(-1)).isZero();

        conductor.fail(first, "no paper");
        JsonNode second = conductor.take("flaky");
        conductor.fail(second, "no ink");

        JsonNode failed = conductor.await(id, "FAILED");
        assertThat(statuses(failed, "flaky")).containsExactly("FAILED!", "FAILED");
        assertThat(second.path("retriedTaskId")).isEqualTo(first.path("taskId"));
        assertThat(second.path("retryCount").asInt()).isEqualTo(1);
        assertThat(failed.path("reasonForIncompletion").asString())
                .isEqualTo("Task " + second.path("taskId").asString()
                        + " failed with status: FAILED and reason: 'no ink'");
        assertThat(failed.path("failedReferenceTaskNames")).isEqualTo(Json.read("[\"flaky\"]"));
    }

    @Test
    void a_terminal_error_is_not_tried_again() {
        String id = conductor.run("hopeless", simple("hopeless_a"), "{}");

        conductor.tell(
                conductor.take("hopeless_a"), "FAILED_WITH_TERMINAL_ERROR", "\"reasonForIncompletion\":\"never\"");

        assertThat(statuses(conductor.await(id, "FAILED"), "hopeless_a")).containsExactly("FAILED_WITH_TERMINAL_ERROR");
    }

    @Test
    void an_optional_task_that_fails_lets_the_workflow_go_on() {
        conductor.retries("maybe", 0);
        String id = conductor.run("lenient", simple("maybe", ",\"optional\":true") + "," + simple("then"), "{}");

        conductor.fail(conductor.take("maybe"), "not today");
        conductor.complete(conductor.take("then"), "{}");

        assertThat(statuses(conductor.await(id, "COMPLETED"), "maybe")).containsExactly("COMPLETED_WITH_ERRORS");
    }

    @Test
    void a_permissive_task_that_fails_lets_the_others_go_on_and_fails_the_workflow_in_the_end() {
        conductor.retries("harsh", 0);
        String id = conductor.run("strict", simple("harsh", ",\"permissive\":true") + "," + simple("after"), "{}");

        conductor.fail(conductor.take("harsh"), "broken");
        conductor.complete(conductor.take("after"), "{}");

        JsonNode failed = conductor.await(id, "FAILED");
        assertThat(statuses(failed, "harsh")).containsExactly("FAILED");
        assertThat(statuses(failed, "after")).containsExactly("COMPLETED");
        assertThat(failed.path("reasonForIncompletion").asString()).contains("reason: 'broken'");
    }

    @Test
    void a_task_that_is_still_under_way_is_given_out_again_with_what_came_of_it_so_far() {
        String id = conductor.run("slow", simple("slow_a"), "{}");

        conductor.tell(
                conductor.take("slow_a"), "IN_PROGRESS", "\"callbackAfterSeconds\":1,\"outputData\":{\"done\":5}");

        JsonNode waiting = row(conductor.workflow(id), "slow_a");
        assertThat(waiting.path("status").asString()).isEqualTo("SCHEDULED");
        assertThat(waiting.path("outputData")).isEqualTo(Json.read("{\"done\":5}"));
        assertThat(conductor.hasTask("slow_a")).isFalse();
        JsonNode again = conductor.take("slow_a");
        assertThat(again.path("taskId")).isEqualTo(waiting.path("taskId"));
        conductor.complete(again, "{\"done\":10}");
        assertThat(conductor.await(id, "COMPLETED").path("output")).isEqualTo(Json.read("{\"done\":10}"));
    }

    @Test
    void a_worker_that_falls_silent_times_out_and_the_task_is_tried_again() {
        conductor.taskDefinition("silent", "\"retryCount\":1,\"retryDelaySeconds\":0,\"responseTimeoutSeconds\":1");
        String id = conductor.run("unheard", simple("silent"), "{}");
        conductor.take("silent");

        JsonNode second = conductor.take("silent");

        assertThat(second.path("retryCount").asInt()).isEqualTo(1);
        assertThat(statuses(conductor.workflow(id), "silent")).containsExactly("TIMED_OUT!", "IN_PROGRESS");
        conductor.complete(second, "{}");
        conductor.await(id, "COMPLETED");
    }

    @Test
    void a_task_that_takes_too_long_ends_the_workflow_as_timed_out() {
        conductor.taskDefinition(
                "late",
                "\"retryCount\":3,\"timeoutSeconds\":1,\"responseTimeoutSeconds\":1,\"timeoutPolicy\":\"TIME_OUT_WF\"");
        String id = conductor.run("overdue", simple("late"), "{}");

        JsonNode over = conductor.await(id, "TIMED_OUT");

        assertThat(statuses(over, "late")).containsExactly("TIMED_OUT");
    }

    @Test
    void a_task_that_nobody_takes_in_time_is_timed_out() {
        conductor.taskDefinition("unwanted", "\"retryCount\":0,\"pollTimeoutSeconds\":1,\"timeoutPolicy\":\"RETRY\"");
        String id = conductor.run("nobody", simple("unwanted"), "{}");

        JsonNode over = conductor.await(id, "TIMED_OUT");

        assertThat(row(over, "unwanted").path("reasonForIncompletion").asString())
                .isEqualTo("no worker took the task within 1 seconds");
    }

    @Test
    void a_sub_workflow_does_a_tasks_work_and_its_output_is_the_tasks() {
        conductor.register(
                definition("inner", simple("inner_a"), ",\"outputParameters\":{\"x\":\"${inner_a.output.x}\"}"));
        conductor.register(
                definition(
                        "outer",
                        """
                {"name": "sub", "taskReferenceName": "sub", "type": "SUB_WORKFLOW",
                 "subWorkflowParam": {"name": "inner"}, "inputParameters": {"from": "${workflow.input.who}"}}""",
                        ",\"outputParameters\":{\"all\":\"${sub.output}\",\"child\":\"${sub.output.subWorkflowId}\",\"x\":\"${sub.output.x}\"}"));
        String id = conductor.start("outer", "{\"who\":\"me\"}");

        JsonNode task = conductor.take("inner_a");
        String child = row(conductor.workflow(id), "sub").path("subWorkflowId").asString();
        assertThat(task.path("workflowInstanceId").asString()).isEqualTo(child);
        assertThat(conductor.workflow(child).path("input")).isEqualTo(Json.read("{\"from\":\"me\"}"));
        assertThat(conductor.workflow(child).path("parentWorkflowId").asString())
                .isEqualTo(id);
        conductor.complete(task, "{\"x\":4}");

        JsonNode done = conductor.await(id, "COMPLETED");
        JsonNode output = Json.object().put("subWorkflowId", child).put("x", 4);
        assertThat(row(done, "sub").path("outputData")).isEqualTo(output);
        assertThat(done.path("output"))
                .isEqualTo(Json.object().put("child", child).put("x", 4).set("all", output));
    }

    @Test
    void variables_are_set_and_read_and_shown() {
        conductor.register(definition(
                "vars",
                """
                {"name": "set", "taskReferenceName": "set", "type": "SET_VARIABLE",
                 "inputParameters": {"colour": "${workflow.input.c}"}},"""
                        + simple(
                                "paint",
                                ",\"inputParameters\":{\"with\":\"${workflow.variables.colour}\",\"n\":\"${workflow.variables.n}\"}"),
                ",\"variables\":{\"n\":1}"));
        String id = conductor.start("vars", "{\"c\":\"red\"}");

        JsonNode task = conductor.take("paint");

        assertThat(task.path("inputData")).isEqualTo(Json.read("{\"with\":\"red\",\"n\":1}"));
        assertThat(conductor.workflow(id).path("variables")).isEqualTo(Json.read("{\"n\":1,\"colour\":\"red\"}"));
    }

    @Test
    void a_terminate_ends_the_workflow_with_its_output() {
        String id = conductor.run("ended", """
                {"name": "t", "taskReferenceName": "t", "type": "TERMINATE", "inputParameters":
                 {"terminationStatus": "COMPLETED", "workflowOutput": {"n": "${workflow.input.n}"}}},""" + simple("never"), "{\"n\":3}");

        JsonNode done = conductor.await(id, "COMPLETED");
        assertThat(done.path("output")).isEqualTo(Json.read("{\"n\":3}"));
        assertThat(rows(done, "never")).isEmpty();
    }

    @Test
    void a_terminate_that_fails_tells_its_reason() {
        String id = conductor.run("gave_up", """
                {"name": "t", "taskReferenceName": "t", "type": "TERMINATE", "inputParameters":
                 {"terminationStatus": "TERMINATED", "terminationReason": "enough of ${workflow.input.n}"}}""", "{\"n\":3}");

        assertThat(conductor
                        .await(id, "TERMINATED")
                        .path("reasonForIncompletion")
                        .asString())
                .isEqualTo("enough of 3");
    }

    @Test
    void a_wait_without_a_time_and_a_human_wait_for_an_update() {
        String id = conductor.run("waiting", """
                {"name": "w", "taskReferenceName": "w", "type": "WAIT"},
                {"name": "h", "taskReferenceName": "h", "type": "HUMAN"}""", "{}");
        JsonNode waiting =
                row(conductor.awaiting(id, workflow -> !rows(workflow, "w").isEmpty()), "w");
        assertThat(waiting.path("status").asString()).isEqualTo("IN_PROGRESS");

        conductor.complete(waiting, "{\"by\":\"id\"}");
        api.post("/api/tasks/" + id + "/h/COMPLETED", "{\"by\":\"name\"}").expect(200);

        JsonNode done = conductor.await(id, "COMPLETED");
        assertThat(done.path("output")).isEqualTo(Json.read("{\"by\":\"name\"}"));
        assertThat(row(done, "w").path("outputData")).isEqualTo(Json.read("{\"by\":\"id\"}"));
    }

    @Test
    void a_wait_of_a_second_ends_by_itself() {
        String id = conductor.run(
                "napping",
                "{\"name\":\"w\",\"taskReferenceName\":\"w\",\"type\":\"WAIT\",\"inputParameters\":{\"duration\":\"1 seconds\"}}",
                "{}");

        JsonNode done = conductor.await(id, "COMPLETED");

        assertThat(row(done, "w").path("endTime").asLong()
                        - row(done, "w").path("startTime").asLong())
                .isGreaterThanOrEqualTo(0);
        assertThat(done.path("endTime").asLong() - done.path("startTime").asLong())
                .isGreaterThanOrEqualTo(1_000);
    }

    @Test
    void a_running_workflow_keeps_the_definitions_that_it_began_with() {
        conductor.retries("steady", 0);
        String id = conductor.run("old", simple("steady"), "{}");
        conductor.retries("steady", 5);
        conductor.register(definition("old", simple("steady") + "," + simple("new_one"), ""));

        conductor.fail(conductor.take("steady"), "first");

        JsonNode failed = conductor.await(id, "FAILED");
        assertThat(failed.path("workflowDefinition").path("tasks").size()).isEqualTo(1);
        String next = conductor.start("old", "{}");
        assertThat(conductor
                        .workflow(next)
                        .path("workflowDefinition")
                        .path("tasks")
                        .get(0)
                        .path("taskDefinition")
                        .path("retryCount")
                        .asInt())
                .isEqualTo(5);
    }

    @Test
    void a_workflow_is_paused_resumed_terminated_and_restarted() {
        String id = conductor.run("held", simple("held_a") + "," + simple("held_b"), "{}");
        api.put("/api/workflow/" + id + "/pause", "").expect(200);
        assertThat(conductor.workflow(id).path("status").asString()).isEqualTo("PAUSED");
        api.put("/api/workflow/" + id + "/resume", "").expect(200);
        conductor.complete(conductor.take("held_a"), "{}");
        api.delete("/api/workflow/" + id + "?reason=changed%20my%20mind").expect(200);

        JsonNode over = conductor.workflow(id);
        assertThat(over.path("status").asString()).isEqualTo("TERMINATED");
        assertThat(over.path("reasonForIncompletion").asString()).isEqualTo("changed my mind");
        assertThat(statuses(over, "held_b")).containsExactly("CANCELED");
        api.delete("/api/workflow/" + id).expect(200);
        api.post("/api/workflow/" + id + "/restart", "").expect(204);

        JsonNode anew = conductor.workflow(id);
        assertThat(anew.path("status").asString()).isEqualTo("RUNNING");
        assertThat(statuses(anew, "held_a")).containsExactly("SCHEDULED");
        assertThat(rows(anew, "held_b")).isEmpty();
    }

    @Test
    void a_failed_workflow_is_retried_from_what_failed() {
        conductor.retries("again", 0);
        String id = conductor.run("retried", simple("before") + "," + simple("again"), "{}");
        api.post("/api/workflow/" + id + "/retry", "").expect(404);
        conductor.complete(conductor.take("before"), "{}");
        conductor.fail(conductor.take("again"), "once");
        conductor.await(id, "FAILED");

        api.post("/api/workflow/" + id + "/retry", "").expect(204);
        conductor.complete(conductor.take("again"), "{}");

        JsonNode done = conductor.await(id, "COMPLETED");
        assertThat(statuses(done, "before")).containsExactly("COMPLETED");
        assertThat(statuses(done, "again")).containsExactly("FAILED!", "COMPLETED");
    }

    @Test
    void a_workflow_is_rerun_from_a_task_with_other_input() {
        String id = conductor.run("rerun", simple("r1") + "," + simple("r2"), "{}");
        conductor.complete(conductor.take("r1"), "{}");
        JsonNode second = conductor.take("r2");
        conductor.complete(second, "{\"n\":1}");
        conductor.await(id, "COMPLETED");

        assertThat(api.post(
                                "/api/workflow/" + id + "/rerun",
                                "{\"reRunFromTaskId\":\""
                                        + second.path("taskId").asString() + "\",\"taskInput\":{\"n\":2}}")
                        .expect(200)
                        .text())
                .isEqualTo(id);

        JsonNode anew = conductor.take("r2");
        assertThat(anew.path("inputData")).isEqualTo(Json.read("{\"n\":2}"));
        conductor.complete(anew, "{\"n\":2}");
        assertThat(conductor.await(id, "COMPLETED").path("output")).isEqualTo(Json.read("{\"n\":2}"));
    }

    @Test
    void what_is_told_of_an_attempt_that_is_over_comes_to_nothing() {
        String id = conductor.run("over", simple("over_a"), "{}");
        JsonNode task = conductor.take("over_a");
        conductor.complete(task, "{\"n\":1}");

        conductor.complete(task, "{\"n\":2}");
        conductor.fail(task, "too late");

        assertThat(conductor.await(id, "COMPLETED").path("output")).isEqualTo(Json.read("{\"n\":1}"));
    }

    @Test
    void update_v2_gives_the_next_task_of_the_type() {
        conductor.register(definition("chain", simple("link"), ""));
        conductor.start("chain", "{\"n\":1}");
        JsonNode first = conductor.take("link");
        conductor.start("chain", "{\"n\":2}");
        String body = "{\"taskId\":\"%s\",\"workflowInstanceId\":\"x\",\"status\":\"COMPLETED\",\"outputData\":{}}";

        JsonNode next = api.post(
                        "/api/tasks/update-v2",
                        body.formatted(first.path("taskId").asString()))
                .expect(200)
                .json();

        assertThat(next.path("taskType").asString()).isEqualTo("link");
        api.post("/api/tasks/update-v2", body.formatted(next.path("taskId").asString()))
                .expect(204);
    }

    @Test
    void an_execution_of_conductors_is_read_through_the_other_dialects() {
        String id = conductor.run("shared", simple("shared_a"), "{\"n\":1}");
        conductor.complete(conductor.take("shared_a"), "{}");
        conductor.await(id, "COMPLETED");

        JsonNode run = api.get("/runs/" + id).expect(200).json();
        assertThat(run.path("status").asString()).isEqualTo("COMPLETED");
        assertThat(run.path("runStages").get(0).path("module").asString()).isEqualTo("Worker");
        assertThat(api.get("/workflows/conductor.shared/executions/" + id)
                        .expect(200)
                        .json()
                        .path("status")
                        .asString())
                .isEqualTo("COMPLETED");
    }

    @Test
    void a_pipelines_execution_is_read_as_a_workflow() {
        String workflow = api.register(Api.DUMMY);
        String execution = api.execute(workflow, "{}");

        JsonNode read = conductor.await(execution, "COMPLETED");

        assertThat(read.path("workflowName").asString()).isEqualTo(workflow);
    }

    @Test
    void what_is_not_there_is_said_in_conductors_words() {
        for (String path : new String[] {
            "/api/workflow/nothing",
            "/api/metadata/workflow/nothing",
            "/api/metadata/taskdefs/nothing",
            "/api/tasks/nothing"
        }) {
            JsonNode none = api.get(path).expect(404).json();
            assertThat(none.path("status").asInt()).isEqualTo(404);
            assertThat(none.path("message").asString()).startsWith("No such");
        }
        api.post("/api/workflow", "{\"name\":\"nothing\"}").expect(404);
        api.post("/api/workflow", "{}").expect(400);
        api.post("/api/workflow", "{\"name\":\"nothing\",\"priority\":100}").expect(400);
        api.post("/api/workflow", "not json").expect(400);
        assertThat(api.withoutKey()
                        .get("/api/workflow/nothing")
                        .expect(401)
                        .json()
                        .path("error")
                        .asString())
                .isEqualTo("INVALID_TOKEN");
    }
}

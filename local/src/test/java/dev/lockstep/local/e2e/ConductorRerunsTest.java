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
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Workflows of Conductor's that begin anew: from the beginning, or from wherever in them. */
class ConductorRerunsTest extends OnLocalStack {
    private static Api.Answer rerun(String id, String from) {
        return api.post(
                "/api/workflow/" + id + "/rerun", "{\"reRunFromTaskId\":\"" + from + "\",\"taskInput\":{\"n\":2}}");
    }

    private static String taskId(JsonNode workflow, String reference) {
        return row(workflow, reference).path("taskId").asString();
    }

    private static void done(String task) {
        conductor.complete(conductor.take(task), "{}");
    }

    @Test
    void a_task_in_a_fork_is_run_anew_and_the_join_waits_for_it_alone() {
        String id =
                conductor.run("rerun_fork", """
                {"name": "f", "taskReferenceName": "f", "type": "FORK_JOIN", "forkTasks": [[%s], [%s, %s]]},
                {"name": "j", "taskReferenceName": "j", "type": "JOIN", "joinOn": ["left", "right_b"]}""".formatted(simple("left"), simple("right_a"), simple("right_b")), "{}");
        done("left");
        done("right_a");
        done("right_b");
        JsonNode first = conductor.await(id, "COMPLETED");

        assertThat(rerun(id, taskId(first, "right_b")).expect(200).text()).isEqualTo(id);

        JsonNode anew = conductor.take("right_b");
        assertThat(anew.path("inputData")).isEqualTo(Json.read("{\"n\":2}"));
        assertThat(statuses(conductor.workflow(id), "left")).containsExactly("COMPLETED");
        assertThat(statuses(conductor.workflow(id), "right_a")).containsExactly("COMPLETED");
        assertThat(statuses(conductor.workflow(id), "j")).containsExactly("IN_PROGRESS");
        conductor.complete(anew, "{\"anew\":true}");
        assertThat(conductor.await(id, "COMPLETED").path("output").path("right_b"))
                .isEqualTo(Json.read("{\"anew\":true}"));
    }

    @Test
    void a_task_in_a_loop_is_run_anew_in_its_round_and_the_rounds_before_stay() {
        String id = conductor.run(
                "rerun_loop",
                simple("before_loop") + "," + """
                        {"name": "l", "taskReferenceName": "l", "type": "DO_WHILE", "loopCondition": "if ($.l['iteration'] < 3) { true; } else { false; }",
                         "inputParameters": {}, "loopOver": [%s, %s]}""".formatted(simple("looped_a"), simple("looped_b")),
                "{}");
        done("before_loop");
        for (int round = 1; round <= 3; round++) {
            done("looped_a");
            conductor.complete(conductor.take("looped_b"), "{\"round\":" + round + "}");
        }
        JsonNode first = conductor.await(id, "COMPLETED");

        rerun(id, taskId(first, "looped_b__2")).expect(200);

        JsonNode task = conductor.take("looped_b");
        assertThat(task.path("referenceTaskName").asString()).isEqualTo("looped_b__2");
        assertThat(task.path("inputData")).isEqualTo(Json.read("{\"n\":2}"));
        JsonNode anew = conductor.workflow(id);
        for (String before : List.of("before_loop", "looped_a__1", "looped_b__1", "looped_a__2")) {
            assertThat(statuses(anew, before)).as(before).containsExactly("COMPLETED");
        }
        assertThat(statuses(anew, "l")).containsExactly("IN_PROGRESS");
        assertThat(rows(anew, "looped_a__3")).isEmpty();
        conductor.complete(task, "{\"round\":20}");
        done("looped_a");
        conductor.complete(conductor.take("looped_b"), "{\"round\":30}");
        JsonNode output = row(conductor.await(id, "COMPLETED"), "l").path("outputData");
        assertThat(output.path("iteration").asInt()).isEqualTo(3);
        assertThat(output.path("1").path("looped_b")).isEqualTo(Json.read("{\"round\":1}"));
        assertThat(output.path("2").path("looped_b")).isEqualTo(Json.read("{\"round\":20}"));
        assertThat(output.path("3").path("looped_b")).isEqualTo(Json.read("{\"round\":30}"));
    }

    @Test
    void a_task_of_a_sub_workflow_is_run_anew_within_it_and_what_waits_for_it_goes_on() {
        conductor.register(definition("rerun_inner", simple("inner_a") + "," + simple("inner_b"), ""));
        conductor.register(definition("rerun_middle", """
                {"name": "middle", "taskReferenceName": "middle", "type": "SUB_WORKFLOW", "inputParameters": {},
                 "subWorkflowParam": {"name": "rerun_inner", "version": 1}}""", ""));
        String id = conductor.run("rerun_outer", simple("outer_a") + "," + """
                        {"name": "sub", "taskReferenceName": "sub", "type": "SUB_WORKFLOW", "inputParameters": {},
                         "subWorkflowParam": {"name": "rerun_middle", "version": 1}},""" + simple("outer_b"), "{}");
        for (String task : List.of("outer_a", "inner_a", "inner_b", "outer_b")) {
            done(task);
        }
        JsonNode first = conductor.await(id, "COMPLETED");
        String middle = row(first, "sub").path("subWorkflowId").asString();
        String inner =
                row(conductor.workflow(middle), "middle").path("subWorkflowId").asString();

        assertThat(rerun(id, taskId(conductor.workflow(inner), "inner_b"))
                        .expect(200)
                        .text())
                .isEqualTo(id);

        JsonNode anew = conductor.take("inner_b");
        assertThat(anew.path("inputData")).isEqualTo(Json.read("{\"n\":2}"));
        assertThat(anew.path("workflowInstanceId").asString()).isEqualTo(inner);
        assertThat(statuses(conductor.workflow(id), "outer_a")).containsExactly("COMPLETED");
        assertThat(statuses(conductor.workflow(id), "sub")).containsExactly("IN_PROGRESS");
        assertThat(rows(conductor.workflow(id), "outer_b")).isEmpty();
        assertThat(row(conductor.workflow(id), "sub").path("subWorkflowId").asString())
                .isEqualTo(middle);
        assertThat(statuses(conductor.workflow(inner), "inner_a")).containsExactly("COMPLETED");
        conductor.complete(anew, "{\"anew\":true}");
        done("outer_b");
        JsonNode last = conductor.await(id, "COMPLETED");
        assertThat(row(last, "sub").path("outputData").path("anew").asBoolean()).isTrue();
    }

    @Test
    void a_sub_workflow_that_is_rerun_itself_has_what_failed_with_it_go_on() {
        conductor.retries("below_b", 0);
        conductor.register(definition("rerun_below", simple("below_a") + "," + simple("below_b"), ""));
        String id = conductor.run("rerun_above", """
                        {"name": "sub", "taskReferenceName": "sub", "type": "SUB_WORKFLOW", "inputParameters": {},
                         "subWorkflowParam": {"name": "rerun_below", "version": 1}},""" + simple("above_b"), "{}");
        done("below_a");
        conductor.fail(conductor.take("below_b"), "once");
        JsonNode failed = conductor.await(id, "FAILED");
        String below = row(failed, "sub").path("subWorkflowId").asString();

        assertThat(rerun(below, taskId(conductor.workflow(below), "below_b"))
                        .expect(200)
                        .text())
                .isEqualTo(below);

        done("below_b");
        conductor.await(below, "COMPLETED");
        done("above_b");
        conductor.await(id, "COMPLETED");
        assertThat(statuses(conductor.workflow(below), "below_a")).containsExactly("COMPLETED");
    }

    @Test
    void what_is_no_task_of_the_workflow_is_refused() {
        String id = conductor.run("rerun_none", simple("rerun_none_task"), "{}");
        String other = conductor.run("rerun_other", simple("rerun_none_task"), "{}");
        String task = taskId(conductor.workflow(id), "rerun_none_task");
        rerun(id, task).expect(409);
        api.post("/api/workflow/" + id + "/rerun", "{}").expect(409);
        api.post("/api/workflow/" + id + "/restart", "").expect(409);
        done("rerun_none_task");
        done("rerun_none_task");
        conductor.await(id, "COMPLETED");

        JsonNode refused = rerun(id, "nothing").expect(400).json();

        assertThat(refused.path("message").asString()).isEqualTo("Failed to find task in workflow by id: nothing");
        rerun(id, taskId(conductor.workflow(other), "rerun_none_task")).expect(400);
        api.post("/api/workflow/ex-none/rerun", "{}").expect(404);
        api.post("/api/workflow/ex-none/restart", "").expect(404);
        assertThat(conductor.workflow(id).path("status").asString()).isEqualTo("COMPLETED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}"})
    void without_a_task_it_begins_with_the_first(String body) {
        String id = conductor.run("rerun_all", simple("rerun_all_a") + "," + simple("rerun_all_b"), "{\"n\":1}");
        done("rerun_all_a");
        done("rerun_all_b");
        conductor.await(id, "COMPLETED");

        assertThat(api.post("/api/workflow/" + id + "/rerun", body).expect(200).text())
                .isEqualTo(id);

        JsonNode anew = conductor.workflow(id);
        assertThat(anew.path("status").asString()).isEqualTo("RUNNING");
        assertThat(anew.path("input")).isEqualTo(Json.read("{\"n\":1}"));
        assertThat(statuses(anew, "rerun_all_a")).containsExactly("SCHEDULED");
        assertThat(rows(anew, "rerun_all_b")).isEmpty();
        done("rerun_all_a");
        done("rerun_all_b");
        conductor.await(id, "COMPLETED");
    }

    @Test
    void a_rerun_may_give_another_input_and_another_correlation_id() {
        String reads = ",\"inputParameters\":{\"n\":\"${workflow.input.n}\",\"c\":\"${workflow.correlationId}\"}";
        conductor.register(definition(
                "rerun_with",
                simple("with_a", reads) + "," + simple("with_b", reads),
                ",\"inputTemplate\":{\"filled\":1}"));
        String id = api.post("/api/workflow", "{\"name\":\"rerun_with\",\"correlationId\":\"one\",\"input\":{\"n\":1}}")
                .expect(200)
                .text();
        done("with_a");
        done("with_b");
        conductor.await(id, "COMPLETED");

        api.post("/api/workflow/" + id + "/rerun", "{\"workflowInput\":{\"n\":2},\"correlationId\":\"two\"}")
                .expect(200);

        JsonNode anew = conductor.workflow(id);
        assertThat(anew.path("input")).isEqualTo(Json.read("{\"n\":2,\"filled\":1}"));
        assertThat(anew.path("correlationId").asString()).isEqualTo("two");
        assertThat(conductor.take("with_a").path("inputData")).isEqualTo(Json.read("{\"n\":2,\"c\":\"two\"}"));
        api.post("/api/tasks/" + id + "/with_a/COMPLETED", "{}").expect(200);
        done("with_b");
        JsonNode second = conductor.await(id, "COMPLETED");
        api.post(
                        "/api/workflow/" + id + "/rerun",
                        "{\"reRunFromTaskId\":\"" + taskId(second, "with_b") + "\",\"workflowInput\":{\"n\":3}}")
                .expect(200);
        JsonNode last = conductor.take("with_b");
        assertThat(last.path("inputData")).isEqualTo(Json.read("{\"n\":3,\"c\":\"two\"}"));
        assertThat(row(conductor.workflow(id), "with_a").path("inputData"))
                .as("what does not run anew keeps what it was given")
                .isEqualTo(Json.read("{\"n\":2,\"c\":\"two\"}"));
        conductor.complete(last, "{}");
        conductor.await(id, "COMPLETED");
        assertThat(api.get("/api/workflow/rerun_with/correlated/two?includeClosed=true")
                        .expect(200)
                        .json())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"workflowInput\":7}",
                "{\"workflowInput\":[]}",
                "{\"correlationId\":7}",
                "{\"taskInput\":\"x\"}",
                "{\"reRunFromTaskId\":{}}"
            })
    void what_is_no_rerun_is_refused_with_its_place(String body) {
        String id = conductor.run("rerun_wrong", simple("rerun_wrong_task"), "{}");
        done("rerun_wrong_task");
        conductor.await(id, "COMPLETED");

        JsonNode refused =
                api.post("/api/workflow/" + id + "/rerun", body).expect(400).json();

        assertThat(refused.path("validationErrors").get(0).path("path").asString())
                .isEqualTo(Json.read(body).propertyNames().iterator().next());
        assertThat(conductor.workflow(id).path("status").asString()).isEqualTo("COMPLETED");
    }

    @Test
    void a_restart_begins_now_by_the_definitions_that_it_had_or_by_the_latest_ones() {
        conductor.register(definition("restart_latest", simple("restart_a") + "," + simple("restart_b"), ""));
        String id = conductor.start("restart_latest", "{\"n\":1}");
        done("restart_a");
        done("restart_b");
        JsonNode first = conductor.await(id, "COMPLETED");
        conductor.register(definition("restart_latest", simple("restart_b") + "," + simple("restart_c"), "")
                .replace("\"version\":1", "\"version\":2"));

        api.post("/api/workflow/" + id + "/restart", "").expect(204);
        JsonNode same = conductor.workflow(id);
        assertThat(same.path("workflowVersion").asInt()).isEqualTo(1);
        assertThat(same.path("createTime").asLong())
                .isGreaterThan(first.path("endTime").asLong());
        assertThat(same.path("startTime")).isEqualTo(same.path("createTime"));
        done("restart_a");
        done("restart_b");
        conductor.await(id, "COMPLETED");

        api.post("/api/workflow/" + id + "/restart?useLatestDefinitions=true", "")
                .expect(204);

        JsonNode anew = conductor.workflow(id);
        assertThat(anew.path("workflowVersion").asInt()).isEqualTo(2);
        assertThat(anew.path("status").asString()).isEqualTo("RUNNING");
        assertThat(anew.path("input")).isEqualTo(Json.read("{\"n\":1}"));
        assertThat(anew.path("tasks")).hasSize(1);
        assertThat(statuses(anew, "restart_b")).containsExactly("SCHEDULED");
        done("restart_b");
        done("restart_c");
        JsonNode last = conductor.await(id, "COMPLETED");
        assertThat(last.path("tasks")).hasSize(2);
        api.get("/api/tasks/" + taskId(first, "restart_a")).expect(404);

        api.delete("/api/metadata/workflow/restart_latest/2").expect(200);
        assertThat(api.post("/api/workflow/bulk/restart?useLatestDefinitions=true", "[\"" + id + "\"]")
                        .expect(200)
                        .json()
                        .path("bulkSuccessfulResults"))
                .isEqualTo(Json.array().add(id));
        assertThat(conductor.workflow(id).path("workflowVersion").asInt()).isEqualTo(1);
        api.delete("/api/workflow/" + id).expect(200);
        api.delete("/api/metadata/workflow/restart_latest/1").expect(200);
        api.post("/api/workflow/" + id + "/restart?useLatestDefinitions=true", "")
                .expect(404);
    }

    @Test
    void what_is_not_to_be_restarted_is_so_only_as_long_as_it_has_not_completed() {
        conductor.retries("restart_task", 0);
        conductor.register(definition("no_restart", simple("restart_task"), ",\"restartable\":false"));
        String id = conductor.start("no_restart", "{}");
        conductor.fail(conductor.take("restart_task"), "once");
        conductor.await(id, "FAILED");
        api.post("/api/workflow/" + id + "/restart", "").expect(204);
        done("restart_task");
        conductor.await(id, "COMPLETED");

        api.post("/api/workflow/" + id + "/restart", "").expect(404);

        JsonNode bulk = api.post("/api/workflow/bulk/restart", "[\"" + id + "\"]")
                .expect(200)
                .json();
        assertThat(bulk.path("bulkErrorResults").has(id)).isTrue();
        assertThat(conductor.workflow(id).path("status").asString()).isEqualTo("COMPLETED");
    }
}

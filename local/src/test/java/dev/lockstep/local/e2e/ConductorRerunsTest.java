package dev.lockstep.local.e2e;

import static dev.lockstep.local.e2e.ConductorCalls.definition;
import static dev.lockstep.local.e2e.ConductorCalls.row;
import static dev.lockstep.local.e2e.ConductorCalls.rows;
import static dev.lockstep.local.e2e.ConductorCalls.simple;
import static dev.lockstep.local.e2e.ConductorCalls.statuses;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
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
    void a_task_in_a_loop_has_the_loop_begin_anew() {
        String id = conductor.run("rerun_loop", simple("before_loop") + "," + """
                        {"name": "l", "taskReferenceName": "l", "type": "DO_WHILE", "loopCondition": "if ($.l['iteration'] < 2) { true; } else { false; }",
                         "inputParameters": {}, "loopOver": [%s]}""".formatted(simple("looped")), "{}");
        done("before_loop");
        done("looped");
        done("looped");
        JsonNode first = conductor.await(id, "COMPLETED");

        rerun(id, taskId(first, "looped__2")).expect(200);

        JsonNode anew =
                conductor.awaiting(id, workflow -> !rows(workflow, "looped__1").isEmpty());
        assertThat(statuses(anew, "before_loop")).containsExactly("COMPLETED");
        assertThat(rows(anew, "looped__2")).isEmpty();
        done("looped");
        done("looped");
        conductor.await(id, "COMPLETED");
    }

    @Test
    void a_task_of_a_sub_workflow_has_what_it_was_started_for_begin_anew() {
        conductor.register(definition("rerun_inner", simple("inner_a"), ""));
        String id = conductor.run("rerun_outer", simple("outer_a") + "," + """
                        {"name": "sub", "taskReferenceName": "sub", "type": "SUB_WORKFLOW", "inputParameters": {},
                         "subWorkflowParam": {"name": "rerun_inner", "version": 1}}""", "{}");
        done("outer_a");
        done("inner_a");
        JsonNode first = conductor.await(id, "COMPLETED");
        String inner = row(first, "sub").path("subWorkflowId").asString();
        String innerTask = taskId(conductor.workflow(inner), "inner_a");

        assertThat(rerun(id, innerTask).expect(200).text()).isEqualTo(id);

        assertThat(statuses(conductor.workflow(id), "outer_a")).containsExactly("COMPLETED");
        done("inner_a");
        conductor.await(id, "COMPLETED");
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

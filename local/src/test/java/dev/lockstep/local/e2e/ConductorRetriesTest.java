package dev.lockstep.local.e2e;

import static dev.lockstep.local.e2e.ConductorCalls.definition;
import static dev.lockstep.local.e2e.ConductorCalls.row;
import static dev.lockstep.local.e2e.ConductorCalls.rows;
import static dev.lockstep.local.e2e.ConductorCalls.simple;
import static dev.lockstep.local.e2e.ConductorCalls.statuses;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Workflows of Conductor's that go on after they have failed, those within others among them. */
class ConductorRetriesTest extends OnLocalStack {
    @BeforeAll
    static void register() {
        conductor.retries("try_last", 0);
        conductor.register(definition("try_inner", simple("try_first") + "," + simple("try_last"), ""));
        conductor.register(definition("try_middle", child("middle", "try_inner"), ""));
        conductor.register(definition("try_outer", child("outer", "try_middle") + "," + simple("try_behind"), ""));
    }

    private static String child(String reference, String workflow) {
        return """
                {"name": "%s", "taskReferenceName": "%s", "type": "SUB_WORKFLOW", "inputParameters": {},
                 "subWorkflowParam": {"name": "%s", "version": 1}}""".formatted(reference, reference, workflow);
    }

    private static String below(String id, String reference) {
        return row(
                        conductor.awaiting(
                                id,
                                workflow -> !rows(workflow, reference).isEmpty()
                                        && row(workflow, reference).has("subWorkflowId")),
                        reference)
                .path("subWorkflowId")
                .asString();
    }

    /** The workflow in which the task failed, two further down. */
    private static String failed(String id) {
        String inner = below(below(id, "outer"), "middle");
        conductor.complete(conductor.take("try_first"), "{}");
        conductor.fail(conductor.take("try_last"), "no luck");
        conductor.await(id, "FAILED");
        return inner;
    }

    private static JsonNode completed(String id) {
        conductor.complete(conductor.take("try_last"), "{}");
        conductor.complete(conductor.take("try_behind"), "{}");
        return conductor.await(id, "COMPLETED");
    }

    @Test
    void a_failed_sub_workflow_is_told_by_its_id_and_fails_all_above() {
        String id = conductor.start("try_outer", "{}");
        String inner = failed(id);

        JsonNode outer = conductor.workflow(id);
        assertThat(statuses(outer, "outer")).containsExactly("FAILED");
        assertThat(below(below(id, "outer"), "middle")).isEqualTo(inner);
        assertThat(row(outer, "outer").path("reasonForIncompletion").asString()).contains("no luck");
    }

    @Test
    void what_failed_further_down_is_tried_again_in_place() {
        String id = conductor.start("try_outer", "{}");
        String inner = failed(id);

        api.post("/api/workflow/" + id + "/retry?resumeSubworkflowTasks=true", "")
                .expect(204);

        assertThat(statuses(conductor.await(inner, "RUNNING"), "try_last")).containsExactly("FAILED!", "SCHEDULED");
        JsonNode done = completed(id);
        assertThat(statuses(done, "outer")).containsExactly("FAILED!", "COMPLETED");
        assertThat(below(below(id, "outer"), "middle")).isEqualTo(inner);
        assertThat(statuses(conductor.workflow(inner), "try_first")).containsExactly("COMPLETED");
    }

    @Test
    void otherwise_another_sub_workflow_does_it() {
        String id = conductor.start("try_outer", "{}");
        String inner = failed(id);

        api.post("/api/workflow/" + id + "/retry?resumeSubworkflowTasks=false", "")
                .expect(204);

        conductor.complete(conductor.take("try_first"), "{}");
        completed(id);
        assertThat(below(below(id, "outer"), "middle")).isNotEqualTo(inner);
        assertThat(conductor.workflow(inner).path("status").asString()).isEqualTo("FAILED");
    }

    @Test
    void who_has_a_sub_workflow_try_again_has_all_above_go_on() {
        String id = conductor.start("try_outer", "{}");
        String inner = failed(id);

        api.post("/api/workflow/" + inner + "/retry", "").expect(204);

        assertThat(conductor.workflow(id).path("status").asString()).isEqualTo("RUNNING");
        conductor.await(inner, "RUNNING");
        completed(id);
        assertThat(below(below(id, "outer"), "middle")).isEqualTo(inner);
    }

    @Test
    void a_sub_workflow_may_fail_again_and_go_on_again() {
        String id = conductor.start("try_outer", "{}");
        String inner = failed(id);
        for (int i = 0; i < 2; i++) {
            api.post("/api/workflow/" + inner + "/retry", "").expect(204);
            conductor.fail(conductor.take("try_last"), "still no luck");
            conductor.await(id, "FAILED");
            assertThat(conductor.workflow(inner).path("status").asString()).isEqualTo("FAILED");
        }

        api.post("/api/workflow/" + id + "/retry?resumeSubworkflowTasks=true", "")
                .expect(204);

        completed(id);
        assertThat(statuses(conductor.workflow(inner), "try_last"))
                .containsExactly("FAILED!", "FAILED!", "FAILED!", "COMPLETED");
    }

    @Test
    void a_workflow_that_was_terminated_goes_on_with_those_further_down() {
        String id = conductor.start("try_outer", "{}");
        String inner = below(below(id, "outer"), "middle");
        conductor.complete(conductor.take("try_first"), "{}");
        conductor.take("try_last");
        api.delete("/api/workflow/" + id).expect(200);
        conductor.await(inner, "TERMINATED");

        api.post("/api/workflow/" + id + "/retry", "").expect(204);

        conductor.await(inner, "RUNNING");
        api.post("/api/tasks/" + inner + "/try_last/COMPLETED", "{}").expect(200);
        conductor.complete(conductor.take("try_behind"), "{}");
        conductor.await(id, "COMPLETED");
        assertThat(below(below(id, "outer"), "middle")).isEqualTo(inner);
    }

    @Test
    void what_cannot_be_retried_is_refused() {
        String id = conductor.run("try_once", simple("try_once_task"), "{}");
        assertThat(api.post("/api/workflow/" + id + "/retry", "")
                        .expect(404)
                        .json()
                        .path("message")
                        .asString())
                .contains("still running");
        api.put("/api/workflow/" + id + "/pause", "").expect(200);
        api.post("/api/workflow/" + id + "/retry", "").expect(404);
        api.put("/api/workflow/" + id + "/resume", "").expect(200);
        conductor.complete(conductor.take("try_once_task"), "{}");

        api.post("/api/workflow/" + id + "/retry", "").expect(409);

        api.post("/api/workflow/ex-none/retry", "").expect(404);
        api.post("/api/workflow/" + id + "/retry?resumeSubworkflowTasks=true", "")
                .expect(409);
    }
}

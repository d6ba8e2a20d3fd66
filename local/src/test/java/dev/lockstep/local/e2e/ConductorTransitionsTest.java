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
import tools.jackson.databind.JsonNode;

/** What Conductor's workflows and tasks come to by what happens to them, and which moves are refused. */
class ConductorTransitionsTest extends OnLocalStack {
    @BeforeAll
    static void register() {
        for (String task : new String[] {"may_fail", "beside"}) {
            conductor.retries(task, 0);
        }
        conductor.register(definition("one_move", simple("moved"), ""));
        conductor.register(definition("forks_move", fork(simple("may_fail"), simple("beside")), ""));
    }

    private static String fork(String left, String right) {
        return """
                {"name": "f", "taskReferenceName": "f", "type": "FORK_JOIN", "forkTasks": [[%s], [%s]]},
                {"name": "j", "taskReferenceName": "j", "type": "JOIN", "joinOn": ["may_fail", "beside"]}""".formatted(left, right);
    }

    private static String put(String id, String move, int status) {
        return api.put("/api/workflow/" + id + "/" + move, "").expect(status).text();
    }

    private static String status(String id) {
        return conductor.workflow(id).path("status").asString();
    }

    @Test
    void a_paused_workflow_is_paused_again_and_resumed_once() {
        String id = conductor.start("one_move", "{}");

        assertThat(put(id, "resume", 409)).contains("PAUSED");
        assertThat(put(id, "pause", 200)).isEmpty();
        put(id, "pause", 200);
        assertThat(status(id)).isEqualTo("PAUSED");
        put(id, "resume", 200);
        put(id, "resume", 409);

        assertThat(status(id)).isEqualTo("RUNNING");
        put("ex-none", "pause", 404);
        put("ex-none", "resume", 404);
    }

    @Test
    void a_task_that_is_in_hand_is_completed_while_its_workflow_is_paused_and_nothing_follows_till_it_is_resumed() {
        String id = conductor.run("held_move", simple("held_first") + "," + simple("held_next"), "{}");
        JsonNode task = conductor.take("held_first");
        put(id, "pause", 200);

        conductor.complete(task, "{\"n\":1}");

        JsonNode held = conductor.workflow(id);
        assertThat(held.path("status").asString()).isEqualTo("PAUSED");
        assertThat(statuses(held, "held_first")).containsExactly("COMPLETED");
        assertThat(rows(held, "held_next")).isEmpty();
        put(id, "resume", 200);
        assertThat(statuses(conductor.workflow(id), "held_next")).containsExactly("SCHEDULED");
    }

    @Test
    void a_workflow_that_is_over_is_not_moved() {
        String id = conductor.start("one_move", "{}");
        conductor.complete(conductor.take("moved"), "{}");
        conductor.await(id, "COMPLETED");

        put(id, "pause", 409);
        put(id, "resume", 409);
        JsonNode refused =
                api.delete("/api/workflow/" + id + "?reason=late").expect(409).json();

        assertThat(refused.path("status").asInt()).isEqualTo(409);
        assertThat(refused.path("message").asString()).isNotBlank();
        assertThat(status(id)).isEqualTo("COMPLETED");
    }

    @Test
    void a_terminated_workflow_cancels_what_is_open_and_is_terminated_again_to_no_effect() {
        String id = conductor.start("forks_move", "{}");
        JsonNode taken = conductor.take("beside");

        api.delete("/api/workflow/" + id + "?reason=enough").expect(200);
        api.delete("/api/workflow/" + id + "?reason=other").expect(200);

        JsonNode over = conductor.workflow(id);
        assertThat(over.path("status").asString()).isEqualTo("TERMINATED");
        assertThat(over.path("reasonForIncompletion").asString()).isEqualTo("enough");
        assertThat(over.path("endTime").asLong()).isPositive();
        for (String open : new String[] {"may_fail", "beside", "j"}) {
            assertThat(statuses(over, open)).containsExactly("CANCELED");
        }
        conductor.complete(taken, "{}");
        assertThat(conductor.workflow(id).path("tasks")).isEqualTo(over.path("tasks"));
        api.delete("/api/workflow/ex-none").expect(404);
    }

    @Test
    void a_failed_task_fails_its_workflow_and_cancels_the_others() {
        String id = conductor.start("forks_move", "{}");
        JsonNode task = conductor.take("may_fail");

        conductor.fail(task, "no luck");

        JsonNode failed = conductor.await(id, "FAILED");
        assertThat(failed.path("reasonForIncompletion").asString())
                .isEqualTo(
                        "Task " + task.path("taskId").asString() + " failed with status: FAILED and reason: 'no luck'");
        assertThat(statuses(failed, "may_fail")).containsExactly("FAILED");
        assertThat(statuses(failed, "beside")).containsExactly("CANCELED");
        assertThat(failed.path("failedReferenceTaskNames")).isEqualTo(Json.read("[\"may_fail\"]"));
        assertThat(failed.path("failedTaskNames")).isEqualTo(Json.read("[\"may_fail\"]"));
    }

    @Test
    void a_task_that_a_worker_cancels_terminates_its_workflow() {
        String id = conductor.start("forks_move", "{}");
        JsonNode task = conductor.take("may_fail");

        conductor.tell(task, "CANCELED", "\"reasonForIncompletion\":\"not wanted\"");

        JsonNode over = conductor.await(id, "TERMINATED");
        assertThat(statuses(over, "may_fail")).containsExactly("CANCELED");
        assertThat(statuses(over, "beside")).containsExactly("CANCELED");
        assertThat(over.path("reasonForIncompletion").asString())
                .contains("status: CANCELED")
                .contains("not wanted");
        assertThat(over.path("failedReferenceTaskNames")).isEmpty();
    }

    @Test
    void what_a_failed_task_gave_is_its_output_and_that_of_the_workflow_which_it_fails() {
        conductor.retries("gave", 1);
        String id = conductor.run("gave_move", simple("gave", ",\"inputParameters\":{\"n\":1}"), "{}");
        conductor.tell(conductor.take("gave"), "FAILED", "\"outputData\":{\"code\":1}");
        conductor.tell(conductor.take("gave"), "FAILED", "\"outputData\":{\"code\":2}");

        JsonNode failed = conductor.await(id, "FAILED");

        assertThat(rows(failed, "gave"))
                .extracting(row -> row.path("outputData"))
                .containsExactly(Json.read("{\"code\":1}"), Json.read("{\"code\":2}"));
        assertThat(failed.path("output")).isEqualTo(Json.read("{\"code\":2}"));
    }

    @Test
    void what_an_optional_task_gave_that_failed_can_be_read_and_is_joined() {
        conductor.retries("gave_little", 0);
        conductor.retries("gave_nothing", 0);
        String id = conductor.run(
                "optional_gave",
                fork(
                                        simple("gave_little", ",\"optional\":true,\"inputParameters\":{\"n\":1}"),
                                        simple("gave_nothing", ",\"optional\":true,\"inputParameters\":{\"n\":1}"))
                                .replace("may_fail", "gave_little")
                                .replace("beside", "gave_nothing")
                        + ","
                        + simple(
                                "reads_given",
                                ",\"inputParameters\":{\"a\":\"${gave_little.output.code}\",\"b\":\"${gave_nothing.output.n}\"}"),
                "{}");
        conductor.tell(conductor.take("gave_little"), "FAILED", "\"outputData\":{\"code\":1}");
        conductor.fail(conductor.take("gave_nothing"), "no luck");

        JsonNode reads = conductor.take("reads_given");

        assertThat(reads.path("inputData")).isEqualTo(Json.read("{\"a\":1,\"b\":null}"));
        JsonNode workflow = conductor.workflow(id);
        assertThat(row(workflow, "gave_little").path("outputData")).isEqualTo(Json.read("{\"code\":1}"));
        JsonNode join = workflow.path("tasks")
                .valueStream()
                .filter(row -> row.path("taskType").asString().equals("JOIN"))
                .findFirst()
                .orElseThrow();
        assertThat(join.path("outputData")).isEqualTo(Json.read("{\"gave_little\":{\"code\":1}}"));
    }

    @Test
    void an_optional_task_that_fails_for_good_has_the_others_go_on() {
        String id =
                conductor.run("optional_move", fork(simple("may_fail", ",\"optional\":true"), simple("beside")), "{}");

        conductor.fail(conductor.take("may_fail"), "no luck");
        conductor.complete(conductor.take("beside"), "{\"n\":1}");

        JsonNode done = conductor.await(id, "COMPLETED");
        assertThat(statuses(done, "may_fail")).containsExactly("COMPLETED_WITH_ERRORS");
        assertThat(row(done, "may_fail").path("reasonForIncompletion").asString())
                .isEqualTo("no luck");
        assertThat(done.path("failedReferenceTaskNames")).isEmpty();
        assertThat(done.path("output").path("beside")).isEqualTo(Json.read("{\"n\":1}"));
    }

    @Test
    void a_permissive_task_that_fails_for_good_has_the_others_go_on_and_fails_the_workflow_after_them() {
        String id = conductor.run(
                "permissive_move", fork(simple("may_fail", ",\"permissive\":true"), simple("beside")), "{}");
        JsonNode task = conductor.take("may_fail");

        conductor.fail(task, "no luck");

        assertThat(status(id)).isEqualTo("RUNNING");
        conductor.complete(conductor.take("beside"), "{}");
        JsonNode failed = conductor.await(id, "FAILED");
        assertThat(statuses(failed, "may_fail")).containsExactly("FAILED");
        assertThat(statuses(failed, "beside")).containsExactly("COMPLETED");
        assertThat(failed.path("reasonForIncompletion").asString())
                .contains(task.path("taskId").asString())
                .contains("no luck");
        assertThat(failed.path("failedReferenceTaskNames")).isEqualTo(Json.read("[\"may_fail\"]"));
    }

    @Test
    void a_workflow_that_takes_too_long_times_out_where_its_policy_says_so() {
        conductor.register(definition(
                "late_move", simple("never_moved"), ",\"timeoutSeconds\":1,\"timeoutPolicy\":\"TIME_OUT_WF\""));
        conductor.register(definition(
                "patient_move", simple("never_moved"), ",\"timeoutSeconds\":1,\"timeoutPolicy\":\"ALERT_ONLY\""));
        String patient = conductor.start("patient_move", "{}");
        String id = conductor.start("late_move", "{}");

        JsonNode late = conductor.await(id, "TIMED_OUT");

        assertThat(late.path("reasonForIncompletion").asString())
                .isEqualTo("Workflow timed out after 1 seconds. Timeout configured as 1 seconds.");
        assertThat(statuses(late, "never_moved")).containsExactly("CANCELED");
        assertThat(status(patient)).isEqualTo("RUNNING");
    }
}

package dev.lockstep.local.e2e;

import static dev.lockstep.local.e2e.ConductorCalls.definition;
import static dev.lockstep.local.e2e.ConductorCalls.row;
import static dev.lockstep.local.e2e.ConductorCalls.rows;
import static dev.lockstep.local.e2e.ConductorCalls.simple;
import static dev.lockstep.local.e2e.ConductorCalls.statuses;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Workflows of Conductor's that are told what they wait for, and whose callers see at once what comes of it. */
class ConductorSignalsTest extends OnLocalStack {
    @BeforeAll
    static void register() {
        conductor.register(definition("signaled", wait("first") + "," + wait("second"), ""));
        conductor.register(definition("signaled_below", """
                {"name": "below", "taskReferenceName": "below", "type": "SUB_WORKFLOW", "inputParameters": {},
                 "subWorkflowParam": {"name": "signaled", "version": 1}}""", ""));
    }

    private static String wait(String reference, String... more) {
        return "{\"name\":\"" + reference + "\",\"taskReferenceName\":\"" + reference
                + "\",\"type\":\"WAIT\",\"inputParameters\":{\"who\":\"" + reference + "\"}" + String.join("", more)
                + "}";
    }

    private static Api.Answer signal(String id, String statusAndQuery, String output) {
        return api.post("/api/tasks/" + id + "/" + statusAndQuery, output);
    }

    @Test
    void a_signal_completes_what_waits_first_and_tells_what_waits_next() {
        String id = conductor.start("signaled", "{}");

        JsonNode next = signal(id, "COMPLETED/signal/sync?returnStrategy=BLOCKING_TASK", "{\"taskOutput\":{\"n\":1}}")
                .expect(200)
                .json();

        assertThat(next.path("responseType").asString()).isEqualTo("BLOCKING_TASK");
        assertThat(next.path("referenceTaskName").asString()).isEqualTo("second");
        assertThat(next.path("signalTimeout").asBoolean(true)).isFalse();
        assertThat(next.path("requestId").asString()).isNotBlank();
        assertThat(row(conductor.workflow(id), "first").path("outputData"))
                .isEqualTo(Json.read("{\"taskOutput\":{\"n\":1}}"));
    }

    @Test
    void the_last_signal_tells_how_the_workflow_has_ended() {
        String id = conductor.start("signaled", "{}");
        assertThat(signal(id, "COMPLETED/signal", "{}").expect(200).text()).isEmpty();

        JsonNode ended =
                signal(id, "COMPLETED/signal/sync", "{\"n\":2}").expect(200).json();

        assertThat(ended.path("responseType").asString()).isEqualTo("TARGET_WORKFLOW");
        assertThat(ended.path("status").asString()).isEqualTo("COMPLETED");
        assertThat(ended.path("output")).isEqualTo(Json.read("{\"n\":2}"));
    }

    @Test
    void a_signal_reaches_what_waits_in_a_workflow_further_down() {
        String id = conductor.start("signaled_below", "{}");
        conductor.awaiting(id, workflow -> row(workflow, "below").has("subWorkflowId"));

        JsonNode next = signal(id, "COMPLETED/signal/sync?returnStrategy=BLOCKING_WORKFLOW", "{}")
                .expect(200)
                .json();

        assertThat(next.path("targetWorkflowId").asString()).isEqualTo(id);
        assertThat(next.path("workflowId").asString())
                .isEqualTo(row(conductor.workflow(id), "below")
                        .path("subWorkflowId")
                        .asString());
        assertThat(next.path("tasks").path(0).path("status").asString()).isEqualTo("COMPLETED");
        signal(id, "COMPLETED/signal/sync?timeoutMillis=20000", "{\"n\":3}").expect(200);
        assertThat(conductor.await(id, "COMPLETED").path("output")).isEqualTo(Json.read("{\"n\":3}"));
    }

    @Test
    void each_of_many_signals_side_by_side_is_for_another_task() {
        String id = conductor.start("signaled", "{}");

        List<CompletableFuture<Integer>> both = List.of("a", "b").stream()
                .map(who ->
                        CompletableFuture.supplyAsync(() -> signal(id, "COMPLETED/signal", "{\"by\":\"" + who + "\"}")
                                .status()))
                .toList();

        assertThat(both.stream().map(CompletableFuture::join)).containsOnly(200);
        JsonNode done = conductor.await(id, "COMPLETED");
        assertThat(List.of(
                        row(done, "first").path("outputData").path("by").asString(),
                        row(done, "second").path("outputData").path("by").asString()))
                .containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void where_nothing_waits_only_who_waits_for_an_answer_is_told_so() {
        String id = conductor.run("unsignaled", simple("unsignaled_task"), "{}");

        signal(id, "COMPLETED/signal", "{}").expect(200);
        JsonNode refused = signal(id, "COMPLETED/signal/sync", "{}").expect(404).json();

        assertThat(refused.path("status").asInt()).isEqualTo(404);
        assertThat(refused.path("message").asString()).contains(id);
        assertThat(statuses(conductor.workflow(id), "unsignaled_task")).containsExactly("SCHEDULED");
    }

    @ParameterizedTest
    @CsvSource({
        "COMPLETED/signal/sync?returnStrategy=EVERYTHING, 400",
        "COMPLETED/signal/sync?timeoutMillis=soon, 400",
        "DONE/signal/sync, 400",
        "DONE/signal, 400",
    })
    void a_signal_that_is_not_valid_changes_nothing(String call, int status) {
        String id = conductor.start("signaled", "{}");

        signal(id, call, "{}").expect(status);

        assertThat(statuses(conductor.workflow(id), "first")).containsExactly("IN_PROGRESS");
        signal("ex-none", "COMPLETED/signal", "{}").expect(404);
        signal(id, "COMPLETED/signal", "[]").expect(400);
    }

    @Test
    void a_workflow_of_another_workspace_hears_no_signal() {
        String id = conductor.start("signaled", "{}");
        Api other = OtherWorkspace.admin(stack);

        other.post("/api/tasks/" + id + "/COMPLETED/signal", "{}").expect(404);
        other.post("/api/tasks/" + id + "/COMPLETED/signal/sync", "{}").expect(404);
        other.post("/api/tasks/" + id + "/first/COMPLETED/sync", "{}").expect(404);

        assertThat(statuses(conductor.workflow(id), "first")).containsExactly("IN_PROGRESS");
    }

    @Test
    void a_signal_ends_its_task_with_the_status_that_it_names() {
        String id = conductor.start("signaled", "{}");

        JsonNode ended = signal(id, "FAILED/signal/sync", "{}").expect(200).json();

        assertThat(ended.path("status").asString()).isEqualTo("FAILED");
        assertThat(statuses(conductor.workflow(id), "first")).containsExactly("FAILED");
        api.post("/api/workflow/" + id + "/retry", "").expect(204);
        assertThat(statuses(conductor.workflow(id), "first")).containsExactly("FAILED!", "IN_PROGRESS");
        signal(id, "COMPLETED/signal", "{}").expect(200);
        signal(id, "COMPLETED/signal", "{}").expect(200);
        assertThat(statuses(conductor.await(id, "COMPLETED"), "first")).containsExactly("FAILED!", "COMPLETED");
    }

    @ParameterizedTest
    @CsvSource({
        "FAILED, FAILED, FAILED",
        "FAILED_WITH_TERMINAL_ERROR, FAILED_WITH_TERMINAL_ERROR, FAILED",
        "CANCELED, CANCELED, TERMINATED",
    })
    void a_wait_is_failed_from_outside(String told, String task, String workflow) {
        String id = conductor.start("signaled", "{}");
        JsonNode waiting = row(conductor.workflow(id), "first");

        conductor.tell(waiting, told, "\"reasonForIncompletion\":\"not today\"");

        JsonNode ended = conductor.await(id, workflow);
        assertThat(statuses(ended, "first")).containsExactly(task);
        assertThat(row(ended, "first").path("reasonForIncompletion").asString()).isEqualTo("not today");
        assertThat(ended.path("reasonForIncompletion").asString()).contains("not today");
    }

    @Test
    void an_optional_wait_that_is_failed_lets_the_workflow_go_on() {
        String id = conductor.run(
                "unsignaled_optional", wait("maybe", ",\"optional\":true") + "," + simple("after_maybe"), "{}");

        api.post("/api/tasks/" + id + "/maybe/FAILED", "{}").expect(200);

        assertThat(statuses(conductor.workflow(id), "maybe")).containsExactly("COMPLETED_WITH_ERRORS");
        assertThat(statuses(conductor.workflow(id), "after_maybe")).containsExactly("SCHEDULED");
    }

    @Test
    void a_task_is_updated_by_its_reference_and_the_workflow_given_back_as_it_then_stands() {
        String id = conductor.run("synced", simple("synced_a") + "," + simple("synced_b"), "{}");
        conductor.take("synced_a");

        JsonNode workflow = api.post("/api/tasks/" + id + "/synced_a/COMPLETED/sync?workerid=w", "{\"n\":1}")
                .expect(200)
                .json();

        assertThat(workflow.path("workflowId").asString()).isEqualTo(id);
        assertThat(row(workflow, "synced_a").path("outputData")).isEqualTo(Json.read("{\"n\":1}"));
        assertThat(statuses(workflow, "synced_b")).containsExactly("SCHEDULED");
        api.post("/api/tasks/" + id + "/synced_a/COMPLETED/sync", "{}").expect(404);
        api.post("/api/tasks/" + id + "/nothing/COMPLETED/sync", "{}").expect(404);
        api.post("/api/tasks/" + id + "/synced_b/DONE/sync", "{}").expect(400);
        api.post("/api/tasks/ex-none/synced_b/COMPLETED/sync", "{}").expect(404);
    }

    @Test
    void a_task_within_a_loop_is_called_by_its_round_too() {
        String id = conductor.run("synced_loop", """
                {"name": "l", "taskReferenceName": "l", "type": "DO_WHILE", "loopCondition": "if ($.l['iteration'] < 2) { true; } else { false; }",
                 "inputParameters": {}, "loopOver": [%s]}""".formatted(simple("in_loop")), "{}");
        conductor.awaiting(id, workflow -> rows(workflow, "in_loop__1").size() == 1);
        api.post("/api/tasks/" + id + "/in_loop__2/COMPLETED/sync", "{}").expect(404);

        api.post("/api/tasks/" + id + "/in_loop__1/COMPLETED/sync", "{}").expect(200);
        conductor.awaiting(id, workflow -> rows(workflow, "in_loop__2").size() == 1);
        api.post("/api/tasks/" + id + "/in_loop/COMPLETED/sync", "{}").expect(200);

        conductor.await(id, "COMPLETED");
    }
}

package dev.lockstep.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What pipelines have started when they fail, and steps that are answered no, or skipped before they are reached. */
class OnFailureTest extends OnLocalStack {
    private static String register(String definition) {
        return api.post("/workflows", definition)
                .expect(201)
                .json()
                .path("workflow_id")
                .asString();
    }

    private static String path(String workflow, String execution) {
        return "/workflows/" + workflow + "/executions/" + execution;
    }

    private static String execute(String workflow, String body) {
        return api.post("/workflows/" + workflow + "/execute", body)
                .expect(202)
                .json()
                .path("execution_id")
                .asString();
    }

    private static JsonNode await(String workflow, String execution, String status) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> api.get(path(workflow, execution)).expect(200).json(),
                        found -> found.path("status").asString().equals(status));
    }

    @Test
    void a_failure_starts_what_the_definition_says_with_a_report() {
        String handler = register("{\"name\":\"Handler\",\"steps\":[{\"type\":\"Echo\"}]}");
        String workflow = register("""
                {"name": "Breaks", "on_failure": {"workflow_id": "%s"},
                 "steps": [{"id": "break", "type": "Fail", "error": "Declined", "message": "no"}]}""".formatted(handler));
        String execution = execute(workflow, "{\"input\":{\"order\":7},\"correlation_id\":\"c-1\"}");

        JsonNode failed = await(workflow, execution, "FAILED");

        String started = failed.path("on_failure_execution_id").asString();
        JsonNode handled = await(handler, started, "COMPLETED");
        assertThat(handled.path("correlation_id").asString()).isEqualTo("c-1");
        assertThat(handled.path("parent_execution_id").asString()).isEqualTo(execution);
        assertThat(handled.path("input")).isEqualTo(Json.read("""
                        {"failure": {"execution_id": "%s", "workflow_id": "%s", "version": 1, "status": "FAILED",
                                     "error": {"name": "Declined", "message": "no"}, "step": "break"},
                         "input": {"order": 7}}""".formatted(execution, workflow)));
    }

    @Test
    void what_comes_of_what_was_started_changes_nothing_for_what_failed() {
        String handler = register("{\"name\":\"Bad handler\",\"steps\":[{\"type\":\"Fail\",\"error\":\"Broken\"}]}");
        String workflow = register("""
                {"name": "Breaks by input", "on_failure": {"workflow_id": "${input.handler}", "version": 1},
                 "steps": [{"type": "Fail", "error": "Declined"}]}""");
        String execution = execute(workflow, "{\"input\":{\"handler\":\"" + handler + "\"}}");
        JsonNode failed = await(workflow, execution, "FAILED");

        await(handler, failed.path("on_failure_execution_id").asString(), "FAILED");

        assertThat(api.get(path(workflow, execution))
                        .expect(200)
                        .json()
                        .path("error")
                        .path("name")
                        .asString())
                .isEqualTo("Declined");
        String other = execute(workflow, "{\"input\":{\"handler\":\"wf-none\"}}");
        assertThat(await(workflow, other, "FAILED").has("on_failure_execution_id"))
                .isFalse();
    }

    @Test
    void every_fault_of_what_is_to_be_started_is_told() {
        JsonNode refused = api.post("/workflows", """
                        {"name": "Faulty", "on_failure": {"workflow_id": "${steps.a.output}", "version": 0, "wait": true},
                         "steps": [{"id": "a", "type": "Echo"}]}""").expect(400).json();

        assertThat(refused.path("errors")
                        .valueStream()
                        .map(error -> error.path("path").asString()))
                .containsExactlyInAnyOrder("on_failure.workflow_id", "on_failure.version", "on_failure.wait");
        api.post("/workflows", "{\"name\":\"Faulty\",\"on_failure\":{},\"steps\":[{\"type\":\"Echo\"}]}")
                .expect(400);
    }

    @Test
    void a_step_that_awaits_a_signal_is_answered_no() {
        String workflow = register("""
                {"name": "Asks", "steps": [
                   {"id": "ask", "type": "Await", "on_error": "sorry"},
                   {"id": "go", "type": "Echo", "after": ["ask"]},
                   {"id": "sorry", "type": "Echo"}]}""");
        String execution = execute(workflow, "{}");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> api.post(
                                        path(workflow, execution) + "/signals/ask",
                                        "{\"error\":\"Declined\",\"message\":\"too dear\"}")
                                .status()
                        == 200);

        JsonNode done = await(workflow, execution, "COMPLETED");

        assertThat(done.path("tasks").get(0).path("status").asString()).isEqualTo("FAILED");
        assertThat(done.path("tasks").get(0).path("error").path("message").asString())
                .isEqualTo("too dear");
        assertThat(done.path("tasks")
                        .get(2)
                        .path("output")
                        .path("error")
                        .path("name")
                        .asString())
                .isEqualTo("Declined");
        for (String body : new String[] {"{\"error\":\"A\",\"data\":{}}", "{\"message\":\"a\"}", "{\"error\":7}"}) {
            api.post(path(workflow, execution) + "/signals/ask", body).expect(400);
        }
    }

    @Test
    void a_step_is_skipped_before_it_is_reached() {
        String workflow = register("""
                {"name": "Goes past", "steps": [
                   {"id": "ask", "type": "Await"},
                   {"id": "work", "type": "Fail", "error": "Broken"},
                   {"id": "more", "type": "Fail", "error": "Broken"},
                   {"id": "last", "type": "Echo"}]}""");
        String execution = execute(workflow, "{}");
        api.post(path(workflow, execution) + "/skip", "{\"step\":\"work\",\"output\":{\"instead\":true}}")
                .expect(200);

        JsonNode ahead = api.post(path(workflow, execution) + "/skip", "{\"step\":\"more\"}")
                .expect(200)
                .json();

        assertThat(ahead.path("tasks").get(1).path("status").asString()).isEqualTo("SKIPPED");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> api.post(path(workflow, execution) + "/signals/ask", "{}")
                                .status()
                        == 200);
        assertThat(await(workflow, execution, "COMPLETED").path("output")).isEqualTo(Json.read("{\"instead\":true}"));
    }
}

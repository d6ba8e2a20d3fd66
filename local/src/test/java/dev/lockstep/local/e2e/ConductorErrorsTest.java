package dev.lockstep.local.e2e;

import static dev.lockstep.local.e2e.ConductorCalls.definition;
import static dev.lockstep.local.e2e.ConductorCalls.simple;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** How calls in Conductor's way are refused: by what they ask for, not by how a workflow stands. */
class ConductorErrorsTest extends OnLocalStack {
    private static JsonNode refusal(Api.Answer answer, int status) {
        JsonNode body = answer.expect(status).json();
        assertThat(answer.header("content-type")).get().asString().matches("application/(problem\\+)?json.*");
        assertThat(body.path("status").asInt()).isEqualTo(status);
        assertThat(body.path("message").asString()).isNotBlank();
        return body;
    }

    @ParameterizedTest
    @CsvSource({"GET,/api/nothing", "POST,/api/workflow/a/b/c/d", "GET,/api/human/tasks", "POST,/api/schema"})
    void a_path_that_there_is_not_is_none(String method, String path) {
        refusal(api.call(method, path, Optional.empty()), 404);
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE,/api/metadata/workflow",
        "PUT,/api/workflow",
        "GET,/api/tasks",
        "DELETE,/api/tasks/queue/all",
        "PATCH,/api/metadata/taskdefs"
    })
    void a_path_that_there_is_takes_its_own_methods_alone(String method, String path) {
        refusal(api.call(method, path, Optional.empty()), 405);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/metadata/workflow",
                "/api/metadata/taskdefs",
                "/api/workflow",
                "/api/tasks",
                "/api/tasks/update-v2",
                "/api/event",
                "/api/token"
            })
    void what_is_no_json_is_the_callers_fault(String path) {
        refusal(api.post(path, "{\"name\": "), 400);
        refusal(api.post(path, "not json"), 400);
    }

    @Test
    void a_value_that_a_field_does_not_know_is_the_callers_fault() {
        conductor.register(definition("known_values", simple("known_values_task"), ""));
        String id = conductor.start("known_values", "{}");
        JsonNode task = conductor.take("known_values_task");

        refusal(
                api.post(
                        "/api/tasks",
                        "{\"taskId\":\"" + task.path("taskId").asString() + "\",\"workflowInstanceId\":\"" + id
                                + "\",\"status\":\"DONE\"}"),
                400);
        refusal(
                api.post(
                        "/api/metadata/workflow",
                        definition("odd_policy", simple("odd"), ",\"timeoutPolicy\":\"SOMETIMES\"")),
                400);
        refusal(api.post("/api/metadata/taskdefs", "[{\"name\":\"odd\",\"retryLogic\":\"NEVER\"}]"), 400);

        assertThat(conductor.workflow(id).path("status").asString()).isEqualTo("RUNNING");
    }

    @Test
    void what_is_not_valid_is_told_with_all_of_its_faults() {
        JsonNode refused = refusal(
                api.post("/api/metadata/workflow", "{\"tasks\":[{\"taskReferenceName\":\"a\"},{\"name\":\"b\"}]}"),
                400);

        assertThat(refused.path("message").asString()).isEqualTo("Validation failed, check below errors for detail.");
        assertThat(refused.has("instance")).isFalse();
        assertThat(refused.path("validationErrors")).hasSizeGreaterThanOrEqualTo(3);
        refused.path("validationErrors").forEach(fault -> {
            assertThat(fault.path("path").asString()).isNotBlank();
            assertThat(fault.path("message").asString()).isNotBlank();
        });
    }

    @Test
    void whoever_deletes_or_updates_a_definition_that_there_is_not_is_told_so() {
        refusal(api.delete("/api/metadata/workflow/nobody/1"), 404);
        refusal(api.delete("/api/metadata/taskdefs/nobody"), 404);
        refusal(api.put("/api/metadata/taskdefs", "{\"name\":\"nobody\"}"), 404);
        refusal(api.get("/api/metadata/workflow/nobody?version=3"), 404);
    }

    @Test
    void a_start_names_a_workflow_and_has_an_input_if_any_and_a_priority_below_a_hundred() {
        conductor.register(definition("begun", simple("begun_task"), ""));

        refusal(api.post("/api/workflow", "{\"input\":{}}"), 400);
        refusal(api.post("/api/workflow", "{\"name\":\"begun\",\"input\":null}"), 400);
        for (String priority : List.of("-1", "100", "\"high\"")) {
            refusal(api.post("/api/workflow", "{\"name\":\"begun\",\"priority\":" + priority + "}"), 400);
        }
        refusal(api.post("/api/workflow/begun?priority=100", "{}"), 400);
        refusal(api.post("/api/workflow", "{\"name\":\"begun\",\"version\":7}"), 404);

        String id = api.post("/api/workflow", "{\"name\":\"begun\",\"priority\":99}")
                .expect(200)
                .text();
        JsonNode begun = conductor.workflow(id);
        assertThat(begun.path("input").isEmpty()).isTrue();
        assertThat(begun.path("priority").asInt()).isEqualTo(99);
    }

    @Test
    void a_poll_waits_for_five_seconds_at_most() {
        assertThat(refusal(api.get("/api/tasks/poll/batch/t?timeout=5001"), 400)
                        .path("message")
                        .asString())
                .isEqualTo("Long Poll Timeout value cannot be more than 5 seconds");
        refusal(api.get("/api/tasks/poll/batch/t?count=many"), 400);
    }

    @Test
    void what_is_said_of_a_task_that_is_over_changes_nothing() {
        conductor.register(definition("said", simple("said_task"), ""));
        String id = conductor.start("said", "{}");
        JsonNode task = conductor.take("said_task");
        conductor.complete(task, "{\"first\":true}");
        conductor.await(id, "COMPLETED");

        conductor.complete(task, "{\"first\":false}");
        conductor.fail(task, "too late");

        JsonNode row = ConductorCalls.row(conductor.workflow(id), "said_task");
        assertThat(row.path("status").asString()).isEqualTo("COMPLETED");
        assertThat(row.path("outputData").path("first").asBoolean()).isTrue();
    }

    @Test
    void what_is_said_of_a_task_that_there_is_not_is_refused() {
        conductor.register(definition("unsaid", simple("unsaid_task"), ""));
        String id = conductor.start("unsaid", "{}");

        refusal(
                api.post(
                        "/api/tasks",
                        "{\"taskId\":\"nothing\",\"workflowInstanceId\":\"" + id + "\",\"status\":\"COMPLETED\"}"),
                404);
        refusal(api.post("/api/tasks/" + id + "/nobody/COMPLETED", "{}"), 404);
    }
}

package dev.lockstep.local.e2e;

import static dev.lockstep.local.e2e.ConductorCalls.definition;
import static dev.lockstep.local.e2e.ConductorCalls.row;
import static dev.lockstep.local.e2e.ConductorCalls.simple;
import static dev.lockstep.local.e2e.ConductorCalls.statuses;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What Conductor's workflows have started when they fail. */
class ConductorFailuresTest extends OnLocalStack {
    private static final String STARTED = "conductor.failure_workflow";

    @BeforeAll
    static void register() {
        conductor.register(definition("clean_up", simple("sweep"), ""));
        conductor.retries("breaks", 0);
        conductor.register(definition("breaking", simple("breaks"), ",\"failureWorkflow\":\"clean_up\""));
    }

    private static String failed(String id) {
        conductor.fail(conductor.take("breaks"), "no luck");
        return conductor.await(id, "FAILED").path("output").path(STARTED).asString();
    }

    private static long started(String id) {
        return api.get("/api/workflow/search?query=workflowType=clean_up&size=100")
                .expect(200)
                .json()
                .path("results")
                .valueStream()
                .filter(found -> found.path("input").asString("").contains(id))
                .count();
    }

    @Test
    void a_failed_workflow_has_another_started_with_all_that_is_known_of_the_failure() {
        String id = api.post(
                        "/api/workflow",
                        "{\"name\":\"breaking\",\"correlationId\":\"c-7\",\"priority\":9,\"input\":{\"order\":12}}")
                .expect(200)
                .text();

        JsonNode after = conductor.workflow(failed(id));

        assertThat(after.path("workflowName").asString()).isEqualTo("clean_up");
        assertThat(after.path("correlationId").asString()).isEqualTo("c-7");
        assertThat(after.has("parentWorkflowId")).isFalse();
        JsonNode input = after.path("input");
        JsonNode failed = conductor.workflow(id);
        assertThat(input.path("order").asInt()).isEqualTo(12);
        assertThat(input.path("workflowId").asString()).isEqualTo(id);
        assertThat(input.path("reason")).isEqualTo(failed.path("reasonForIncompletion"));
        assertThat(input.path("failureStatus").asString()).isEqualTo("FAILED");
        assertThat(input.path("failureTaskId")).isEqualTo(row(failed, "breaks").path("taskId"));
        assertThat(input.path("failedWorkflow").path("status").asString()).isEqualTo("FAILED");
        assertThat(statuses(input.path("failedWorkflow"), "breaks")).containsExactly("FAILED");
        assertThat(failed.path("status").asString()).isEqualTo("FAILED");
        conductor.complete(conductor.take("sweep"), "{}");
        conductor.await(after.path("workflowId").asString(), "COMPLETED");
    }

    @Test
    void one_that_goes_on_and_fails_again_has_another_started_for_that() {
        String id = conductor.start("breaking", "{}");
        String first = failed(id);
        api.post("/api/workflow/" + id + "/retry", "").expect(204);
        assertThat(conductor.workflow(id).path("output").has(STARTED)).isFalse();

        String second = failed(id);

        assertThat(second).startsWith("ex-").isNotEqualTo(first);
        assertThat(started(id)).isEqualTo(2);
    }

    @Test
    void one_that_is_terminated_has_nothing_started() {
        String id = conductor.start("breaking", "{}");

        api.delete("/api/workflow/" + id).expect(200);

        assertThat(conductor.await(id, "TERMINATED").path("output").has(STARTED))
                .isFalse();
        assertThat(started(id)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"FAILED", "TERMINATED"})
    void one_that_ends_itself_as_failed_or_terminated_has_another_started(String status) {
        String id = conductor.start(registeredEnding(status), "{}");

        JsonNode ended = conductor.await(id, status);

        String after = ended.path("output").path(STARTED).asString();
        JsonNode input = conductor.workflow(after).path("input");
        assertThat(input.path("failureStatus").asString()).isEqualTo(status);
        assertThat(input.path("reason").asString()).isEqualTo("enough");
    }

    private static String registeredEnding(String status) {
        String name = "ends_" + status;
        conductor.register(definition(name, """
                {"name": "end", "taskReferenceName": "end", "type": "TERMINATE",
                 "inputParameters": {"terminationStatus": "%s", "terminationReason": "enough"}}""".formatted(status), ",\"failureWorkflow\":\"clean_up\""));
        return name;
    }

    @Test
    void one_whose_time_has_run_out_has_another_started() {
        conductor.register(definition(
                "breaking_late",
                simple("never_done"),
                ",\"failureWorkflow\":\"clean_up\",\"timeoutSeconds\":1,\"timeoutPolicy\":\"TIME_OUT_WF\""));
        String id = conductor.start("breaking_late", "{}");

        JsonNode ended = conductor.await(id, "TIMED_OUT");

        JsonNode input = conductor
                .workflow(ended.path("output").path(STARTED).asString())
                .path("input");
        assertThat(input.path("failureStatus").asString()).isEqualTo("TIMED_OUT");
        assertThat(input.path("reason").asString()).startsWith("Workflow timed out after 1 seconds");
    }

    @Test
    void its_name_may_come_with_the_input() {
        conductor.register(definition("clean_up_other", simple("sweep_other"), ""));
        conductor.register(
                definition("breaking_by_input", simple("breaks"), ",\"failureWorkflow\":\"$workflow.input.then\""));
        String id = conductor.start("breaking_by_input", "{\"then\":\"clean_up_other\"}");

        String after = failed(id);

        assertThat(conductor.workflow(after).path("workflowName").asString()).isEqualTo("clean_up_other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"then\":7}", "{\"then\":\"no such workflow\"}"})
    void one_that_there_is_not_is_told_of_and_the_workflow_fails_all_the_same(String input) {
        conductor.register(
                definition("breaking_for_nothing", simple("breaks"), ",\"failureWorkflow\":\"$workflow.input.then\""));

        String told = failed(conductor.start("breaking_for_nothing", input));

        assertThat(told).contains("could not be started");
    }

    @Test
    void one_that_has_itself_started_comes_to_an_end() {
        conductor.register(definition(
                "breaking_over_and_over", simple("breaks"), ",\"failureWorkflow\":\"breaking_over_and_over\""));
        String id = conductor.start("breaking_over_and_over", "{}");
        int started = 0;
        while (id.startsWith("ex-")) {
            id = failed(id);
            started++;
        }

        assertThat(started).isEqualTo(9);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"$input.name\"", "\"$\"", "7"})
    void a_name_that_says_nothing_is_refused(String name) {
        JsonNode refused = api.post(
                        "/api/metadata/workflow",
                        definition("refused", simple("breaks"), ",\"failureWorkflow\":" + name))
                .expect(400)
                .json();

        assertThat(refused.path("validationErrors").get(0).path("path").asString())
                .isEqualTo("failureWorkflow");
        assertThat(Json.write(refused)).doesNotContain("Exception");
    }
}

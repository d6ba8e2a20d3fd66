package dev.lockstep.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Workflows of Conductor's whose callers wait for them. */
class ConductorExecuteTest extends OnLocalStack {
    @BeforeAll
    static void register() {
        register("quick", """
                {"name":"set","taskReferenceName":"set","type":"SET_VARIABLE","inputParameters":{"a":"${workflow.input.a}"}}""");
        register("waits", """
                {"name":"approve","taskReferenceName":"approve","type":"WAIT","inputParameters":{"who":"me"}}""");
        register("slow", """
                {"name":"never","taskReferenceName":"never","type":"SIMPLE","inputParameters":{}}""");
        register("parent", """
                {"name":"child","taskReferenceName":"child","type":"SUB_WORKFLOW","inputParameters":{},
                 "subWorkflowParam":{"name":"waits","version":1}}""");
    }

    private static void register(String name, String task) {
        api.post("/api/metadata/workflow", """
                {"name":"%s","version":1,"ownerEmail":"suite@example.com","timeoutSeconds":0,"tasks":[%s]}""".formatted(name, task)).expect(200);
    }

    private static JsonNode executed(String nameAndQuery) {
        return api.post("/api/workflow/execute/" + nameAndQuery, "{\"input\":{\"a\":1},\"correlationId\":\"c-1\"}")
                .expect(200)
                .json();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0"})
    void a_workflow_that_ends_is_answered_with_its_outcome(String version) {
        JsonNode run = executed("quick/" + version + "?requestId=r-1");

        assertThat(run.path("responseType").asString()).isEqualTo("TARGET_WORKFLOW");
        assertThat(run.path("status").asString()).isEqualTo("COMPLETED");
        assertThat(run.path("targetWorkflowStatus").asString()).isEqualTo("COMPLETED");
        assertThat(run.path("targetWorkflowId")).isEqualTo(run.path("workflowId"));
        assertThat(run.path("requestId").asString()).isEqualTo("r-1");
        assertThat(run.path("correlationId").asString()).isEqualTo("c-1");
        assertThat(run.path("input").path("a").asInt()).isEqualTo(1);
        assertThat(run.path("variables").path("a").asInt()).isEqualTo(1);
        assertThat(run.path("tasks").size()).isEqualTo(1);
    }

    @Test
    void a_workflow_that_takes_longer_is_answered_as_it_stands_by_then() {
        JsonNode run = executed("slow/1?waitForSeconds=1");

        assertThat(run.path("status").asString()).isEqualTo("RUNNING");
        assertThat(run.path("requestId").asString()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({
        "TARGET_WORKFLOW, parent, child",
        "BLOCKING_WORKFLOW, waits, approve",
    })
    void a_workflow_that_waits_for_somebody_further_down_is_answered_with_what_is_asked_for(
            String strategy, String name, String task) {
        JsonNode run = executed("parent/1?returnStrategy=" + strategy);

        assertThat(run.path("responseType").asString()).isEqualTo(strategy);
        assertThat(run.path("targetWorkflowStatus").asString()).isEqualTo("RUNNING");
        assertThat(run.path("tasks").path(0).path("referenceTaskName").asString())
                .isEqualTo(task);
        assertThat(run.path("tasks").path(0).path("workflowType").asString()).isEqualTo(name);
        assertThat(run.path("workflowId").equals(run.path("targetWorkflowId"))).isEqualTo(name.equals("parent"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"BLOCKING_TASK", "BLOCKING_TASK_INPUT"})
    void the_task_that_waits_is_told_where_it_is_asked_for(String strategy) {
        JsonNode run = executed("waits/1?returnStrategy=" + strategy);

        assertThat(run.path("responseType").asString()).isEqualTo(strategy);
        assertThat(run.path("referenceTaskName").asString()).isEqualTo("approve");
        assertThat(run.path("input").path("who").asString()).isEqualTo("me");
        assertThat(run.path("workflowId")).isEqualTo(run.path("targetWorkflowId"));
        api.get("/api/tasks/" + run.path("taskId").asString()).expect(200);
    }

    @Test
    void where_nothing_waits_for_anybody_the_workflow_itself_is_told() {
        assertThat(executed("quick/1?returnStrategy=BLOCKING_TASK")
                        .path("responseType")
                        .asString())
                .isEqualTo("TARGET_WORKFLOW");
    }

    @ParameterizedTest
    @CsvSource({
        "nothing/1, {}, 404",
        "quick/7, {}, 404",
        "quick/latest, {}, 400",
        "quick/1?waitForSeconds=-1, {}, 400",
        "quick/1?waitForSeconds=99999999999, {}, 400",
        "quick/1?returnStrategy=EVERYTHING, {}, 400",
        "quick/1, [], 400",
        "quick/1, '{\"input\":7}', 400",
        "quick/1, '{\"priority\":100}', 400",
        "quick/1, '{', 400",
    })
    void what_cannot_be_executed_is_refused(String path, String body, int status) {
        JsonNode refused =
                api.post("/api/workflow/execute/" + path, body).expect(status).json();

        assertThat(refused.path("status").asInt()).isEqualTo(status);
        assertThat(refused.path("message").asString()).isNotBlank();
    }
}

package dev.lockstep.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import dev.lockstep.local.stack.LocalStack;
import dev.lockstep.local.stack.StackOptions;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Executions as runs. */
class RunsTest {
    @SuppressWarnings("NullAway.Init")
    private static LocalStack stack;

    @SuppressWarnings("NullAway.Init")
    private static Api api;

    @BeforeAll
    static void start() {
        stack = StackOptions.of(Project.template()).start();
        api = Api.of(stack);
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    private static String run(String workflow, String body) {
        JsonNode started =
                api.post("/workflows/" + workflow + "/runs", body).expect(202).json();
        assertThat(started.propertyNames()).containsExactly("runId", "jobId");
        return started.path("runId").asString();
    }

    private static JsonNode read(String run) {
        JsonNode view = api.get("/runs/" + run).expect(200).json();
        agrees(view);
        return view;
    }

    /** Counts, usage and stages of every answer fit together. */
    private static void agrees(JsonNode run) {
        List<String> statuses = stages(run, "status");
        assertThat(run.path("pendingStageCount").asLong())
                .isEqualTo(statuses.stream()
                        .filter(status -> status.equals("CREATED") || status.equals("RUNNING"))
                        .count());
        assertThat(run.path("failedStageCount").asLong())
                .isEqualTo(statuses.stream().filter("FAILED"::equals).count());
        assertThat(run.path("totalUsage").asLong())
                .isEqualTo(run.path("runStages")
                        .valueStream()
                        .mapToLong(stage -> stage.path("creditUsage").asLong())
                        .sum());
    }

    private static List<String> stages(JsonNode run, String field) {
        return run.path("runStages")
                .valueStream()
                .map(stage -> stage.path(field).asString())
                .toList();
    }

    private static JsonNode ended(String run) {
        return await(run, "COMPLETED", "FAILED", "CANCELED");
    }

    private static JsonNode await(String run, String... statuses) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> read(run),
                        view -> List.of(statuses).contains(view.path("status").asString()));
    }

    @Test
    void a_run_has_the_fields_of_the_contract_and_counts_its_credits() {
        String workflow = api.register("""
                {"name": "Credits", "steps": [
                  {"type": "StaticTextInput", "input": "a", "credits": 3}, {"type": "Echo"}]}""");
        JsonNode run = ended(run(workflow, "{}"));

        assertThat(run.propertyNames())
                .containsExactly(
                        "id",
                        "workflowId",
                        "status",
                        "pendingStageCount",
                        "failedStageCount",
                        "cancelRequestedAt",
                        "cancelReason",
                        "totalUsage",
                        "createdAt",
                        "updatedAt",
                        "runStages");
        assertThat(run.path("status").asString()).isEqualTo("COMPLETED");
        assertThat(run.path("totalUsage").asInt()).isEqualTo(4);
        assertThat(stages(run, "module")).containsExactly("StaticTextInput", "Echo");
        JsonNode stage = run.path("runStages").get(0);
        assertThat(stage.propertyNames())
                .containsExactly(
                        "id", "module", "status", "output", "error", "creditUsage", "executionAttempt", "updatedAt");
        assertThat(Json.write(stage.path("output"))).isEqualTo("{\"text\":\"a\"}");
        assertThat(stage.path("error").isNull()).isTrue();
    }

    @Test
    void every_attempt_counts_and_a_run_that_failed_has_not_run_the_rest() {
        String workflow = api.register("""
                {"name": "Fails", "steps": [
                  {"type": "HttpRequest", "url": "http://localhost:1/", "credits": 2,
                   "retry": {"max_attempts": 3, "backoff": "fixed", "delay_seconds": 0}},
                  {"type": "Echo"}]}""");
        JsonNode run = ended(run(workflow, "{}"));

        assertThat(run.path("status").asString()).isEqualTo("FAILED");
        assertThat(stages(run, "status")).containsExactly("FAILED", "CANCELED");
        assertThat(run.path("totalUsage").asInt()).isEqualTo(6);
        assertThat(run.path("runStages").get(0).path("executionAttempt").asInt())
                .isEqualTo(3);
        assertThat(run.path("runStages").get(0).path("error").path("name").asString())
                .isNotEmpty();
    }

    @Test
    void a_worker_may_say_what_its_attempt_counts_as() {
        String workflow = api.register(
                "{\"name\":\"Outside\",\"steps\":[{\"type\":\"Worker\",\"task_type\":\"costly\",\"credits\":1}]}");
        String run = run(workflow, "{}");
        JsonNode task = new WorkerCalls(api, "costly").take();
        new WorkerCalls(api, "costly")
                .call(
                        "complete",
                        Json.object()
                                .put("task_token", task.path("task_token").asString())
                                .put("credits", 42))
                .expect(200);

        assertThat(ended(run).path("totalUsage").asInt()).isEqualTo(42);
    }

    @Test
    void a_canceled_run_tells_when_and_why_and_what_was_not_run_is_canceled() {
        String workflow =
                api.register("{\"name\":\"Slow\",\"steps\":[{\"type\":\"Wait\",\"seconds\":600},{\"type\":\"Echo\"}]}");
        String run = run(workflow, "{}");
        await(run, "EXECUTING");
        JsonNode canceled = api.post("/runs/" + run + "/cancel", "{\"reason\":\"changed my mind\"}")
                .expect(200)
                .json();

        assertThat(canceled.path("status").asString()).isEqualTo("CANCELED");
        assertThat(canceled.path("cancelReason").asString()).isEqualTo("changed my mind");
        assertThat(canceled.path("cancelRequestedAt").isString()).isTrue();
        assertThat(stages(read(run), "status")).containsExactly("CANCELED", "CANCELED");
        assertThat(api.get("/workflows/" + workflow + "/executions/" + run)
                        .expect(200)
                        .json()
                        .path("status")
                        .asString())
                .isEqualTo("CANCELED");
    }

    @Test
    void runs_are_listed_newest_first_page_by_page_and_by_status() {
        String workflow = api.register(Api.DUMMY);
        String first = run(workflow, "{}");
        String second = run(workflow, "{}");
        ended(first);
        ended(second);

        JsonNode page = api.get("/runs?limit=1").expect(200).json();
        assertThat(page.path("runs").findValuesAsString("id")).containsExactly(second);
        JsonNode next = api.get(
                        "/runs?limit=1&cursor=" + page.path("next_cursor").asString())
                .expect(200)
                .json();
        assertThat(next.path("runs").findValuesAsString("id")).containsExactly(first);
        assertThat(api.get("/runs?status=COMPLETED")
                        .expect(200)
                        .json()
                        .path("runs")
                        .findValuesAsString("status"))
                .isNotEmpty()
                .containsOnly("COMPLETED");
        api.get("/runs?status=CREATED").expect(400);
    }

    @Test
    void there_is_no_run_of_an_unknown_id() {
        api.get("/runs/ex-00000000000000000000000000").expect(404);
        api.get("/runs/nonsense").expect(404);
        api.post("/runs/nonsense/cancel", "{}").expect(404);
    }
}

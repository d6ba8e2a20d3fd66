package dev.lockstep.local.e2e;

import static dev.lockstep.local.e2e.ConductorCalls.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Starts of Conductor's workflows under idempotency keys. */
class ConductorIdempotencyTest extends OnLocalStack {
    @BeforeAll
    static void register() {
        String wait = "{\"name\":\"wait\",\"taskReferenceName\":\"wait\",\"type\":\"WAIT\"}";
        conductor.register(ConductorCalls.definition("keyed", wait, ""));
        conductor.register(ConductorCalls.definition("keyed-too", wait, ""));
    }

    private static Api.Answer asked(String key, String strategy) {
        return asked("keyed", key, strategy);
    }

    private static Api.Answer asked(String workflow, String key, String strategy) {
        return api.post("/api/workflow", """
                {"name":"%s","idempotencyKey":"%s","idempotencyStrategy":"%s"}""".formatted(workflow, key, strategy));
    }

    private static void end(String id) {
        conductor.complete(row(conductor.workflow(id), "wait"), "{}");
        conductor.await(id, "COMPLETED");
    }

    @Test
    void a_key_that_has_a_workflow_is_refused_with_its_id() {
        String id = asked("refused", "FAIL").expect(200).text();

        JsonNode refused = asked("refused", "FAIL").expect(409).json();
        assertThat(refused.path("message").asString()).contains(id).contains("refused");
        assertThat(refused.path("status").asInt()).isEqualTo(409);
        assertThat(conductor.workflow(id).path("idempotencyKey").asString()).isEqualTo("refused");
        end(id);
        asked("refused", "FAIL").expect(409);
        // Where no strategy is named, that is the one.
        api.post("/api/workflow", "{\"name\":\"keyed\",\"idempotencyKey\":\"refused\",\"idempotencyStrategy\":null}")
                .expect(409);
    }

    @Test
    void a_key_that_has_a_workflow_is_answered_with_it() {
        String id = asked("returned", "RETURN_EXISTING").expect(200).text();

        assertThat(asked("returned", "RETURN_EXISTING").expect(200).text()).isEqualTo(id);
        end(id);
        assertThat(asked("returned", "RETURN_EXISTING").expect(200).text()).isEqualTo(id);
    }

    @Test
    void a_key_may_be_taken_only_as_long_as_its_workflow_runs() {
        String id = asked("running", "FAIL_ON_RUNNING").expect(200).text();

        assertThat(asked("running", "FAIL_ON_RUNNING")
                        .expect(409)
                        .json()
                        .path("message")
                        .asString())
                .contains(id);
        end(id);
        String next = asked("running", "FAIL_ON_RUNNING").expect(200).text();
        assertThat(next).isNotEqualTo(id);
        asked("running", "FAIL_ON_RUNNING").expect(409);
    }

    @Test
    void keys_count_among_the_starts_of_one_workflow_and_are_free_when_it_is_removed() {
        String id = asked("apart", "FAIL").expect(200).text();
        asked("keyed-too", "apart", "FAIL").expect(200);
        api.delete("/api/workflow/" + id + "/terminate-remove").expect(200);

        assertThat(asked("apart", "FAIL").expect(200).text()).isNotEqualTo(id);
    }

    @Test
    void keys_are_read_wherever_workflows_are_started() {
        String byName = api.post(
                        "/api/workflow/keyed?idempotencyKey=everywhere&idempotencyStrategy=RETURN_EXISTING", "{}")
                .expect(200)
                .text();
        JsonNode executed = api.post(
                        "/api/workflow/execute/keyed/1",
                        "{\"idempotencyKey\":\"everywhere\",\"idempotencyStrategy\":\"RETURN_EXISTING\"}")
                .expect(200)
                .json();

        assertThat(executed.path("workflowId").asString()).isEqualTo(byName);
        asked("everywhere", "FAIL").expect(409);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FAIL", "RETURN_EXISTING", "FAIL_ON_RUNNING"})
    void of_many_starts_at_once_one_starts_a_workflow(String strategy) throws Exception {
        int callers = 8;
        List<Callable<Api.Answer>> starts = IntStream.range(0, callers)
                .<Callable<Api.Answer>>mapToObj(i -> () -> asked("raced-" + strategy, strategy))
                .toList();
        try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
            List<Api.Answer> answers =
                    threads.invokeAll(starts).stream().map(Future::resultNow).toList();
            List<String> started = answers.stream()
                    .filter(answer -> answer.status() == 200)
                    .map(Api.Answer::text)
                    .toList();
            assertThat(started).hasSize(strategy.equals("RETURN_EXISTING") ? callers : 1);
            assertThat(started.stream().distinct()).hasSize(1);
            assertThat(answers).allMatch(answer -> answer.status() == 200 || answer.status() == 409);
        }
    }

    private static String starting(String more) {
        return """
                {"name":"begin","taskReferenceName":"begin","type":"START_WORKFLOW","inputParameters":{"startWorkflow":
                  {"name":"%s","input":{"a":"${workflow.input.a}"}%s}}},
                %s""".formatted(
                        "${workflow.input.which}",
                        more,
                        ConductorCalls.simple("begun", ",\"inputParameters\":{\"id\":\"${begin.output.workflowId}\"}"));
    }

    @Test
    void a_task_that_starts_a_workflow_takes_a_key_too() {
        String existing = asked("by-task-1", "FAIL").expect(200).text();
        String more = ",\"idempotencyKey\":\"by-task-${workflow.input.a}\",\"idempotencyStrategy\":\"%s\"";

        String returning = conductor.run(
                "starts-keyed", starting(more.formatted("RETURN_EXISTING")), "{\"which\":\"keyed\",\"a\":1}");
        JsonNode task = conductor.take("begun");
        assertThat(task.path("inputData").path("id").asString()).isEqualTo(existing);
        conductor.complete(task, "{}");
        assertThat(row(conductor.await(returning, "COMPLETED"), "begin")
                        .path("outputData")
                        .path("workflowId")
                        .asString())
                .isEqualTo(existing);

        String refused =
                conductor.run("starts-keyed", starting(more.formatted("FAIL")), "{\"which\":\"keyed\",\"a\":1}");
        assertThat(conductor
                        .await(refused, "FAILED")
                        .path("reasonForIncompletion")
                        .asString())
                .contains(existing);

        conductor.run("starts-keyed", starting(more.formatted("FAIL")), "{\"which\":\"keyed\",\"a\":2}");
        JsonNode fresh = conductor.take("begun");
        JsonNode begun = conductor.workflow(fresh.path("inputData").path("id").asString());
        assertThat(begun.path("idempotencyKey").asString()).isEqualTo("by-task-2");
        assertThat(begun.path("input").path("a").asInt()).isEqualTo(2);
        conductor.complete(fresh, "{}");
    }

    @Test
    void what_a_task_starts_under_a_key_has_what_its_workflow_has_where_nothing_else_is_asked_for() {
        String more = ",\"idempotencyKey\":\"tagged-${workflow.input.a}\"%s";
        conductor.register(ConductorCalls.definition("starts-tagged", starting(more.formatted("")), ""));
        conductor.register(ConductorCalls.definition(
                "starts-otherwise",
                starting(more.formatted(
                        ",\"correlationId\":\"own\",\"priority\":3,\"taskToDomain\":{\"elsewhere\":\"near\"}")),
                ""));

        JsonNode same = begunBy("starts-tagged", 1);
        assertThat(same.path("correlationId").asString()).isEqualTo("c-7");
        assertThat(same.path("priority").asInt()).isEqualTo(7);
        assertThat(same.path("taskToDomain").path("elsewhere").asString()).isEqualTo("far");

        JsonNode other = begunBy("starts-otherwise", 2);
        assertThat(other.path("correlationId").asString()).isEqualTo("own");
        assertThat(other.path("priority").asInt()).isEqualTo(3);
        assertThat(other.path("taskToDomain").path("elsewhere").asString()).isEqualTo("near");
    }

    private static JsonNode begunBy(String name, int a) {
        api.post("/api/workflow", """
                        {"name":"%s","input":{"which":"keyed","a":%d},"correlationId":"c-7","priority":7,
                         "taskToDomain":{"elsewhere":"far"}}""".formatted(name, a)).expect(200);
        JsonNode task = conductor.take("begun");
        conductor.complete(task, "{}");
        return conductor.workflow(task.path("inputData").path("id").asString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":\"keyed\",\"idempotencyKey\":\"x\",\"idempotencyStrategy\":\"HOPE\"} | idempotencyStrategy",
                "{\"name\":\"keyed\",\"idempotencyKey\":7}                                  | idempotencyKey",
            })
    void what_is_no_key_or_no_strategy_is_refused(String body, String path) {
        assertThat(api.post("/api/workflow", body)
                        .expect(400)
                        .json()
                        .path("validationErrors")
                        .path(0)
                        .path("path")
                        .asString())
                .isEqualTo(path);
    }

    @Test
    void a_workflow_that_is_waited_for_takes_no_key() {
        JsonNode refused = api.post("/api/metadata/workflow", ConductorCalls.definition("shares", """
                {"name":"sub","taskReferenceName":"sub","type":"SUB_WORKFLOW",
                 "subWorkflowParam":{"name":"keyed","idempotencyKey":"x"}}""", ""))
                .expect(400)
                .json();

        assertThat(refused.path("validationErrors").path(0).path("path").asString())
                .isEqualTo("tasks[0].subWorkflowParam.idempotencyKey");
    }
}

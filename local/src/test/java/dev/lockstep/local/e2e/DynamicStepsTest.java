package dev.lockstep.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Steps that data tells when they begin, over HTTP. */
class DynamicStepsTest extends OnLocalStack {
    private static String one(String step) {
        return "{\"name\":\"Dynamic\",\"steps\":[" + step + "]}";
    }

    private static JsonNode ended(String workflow, String input) {
        return api.ended(workflow, api.execute(workflow, "{\"input\":" + input + "}"));
    }

    @Test
    void a_worker_takes_the_tasks_of_the_type_that_the_input_tells() {
        String workflow = api.register(
                one(
                        "{\"id\":\"work\",\"type\":\"Worker\",\"task_type\":\"scan-${input.kind}\",\"retry\":{\"max_attempts\":2,\"delay_seconds\":0}}"));
        String execution = api.execute(workflow, "{\"input\":{\"kind\":\"a4\"}}");
        WorkerCalls worker = new WorkerCalls(api, "scan-a4");

        worker.fail(worker.take(), "Jam", true).expect(200);
        JsonNode task = worker.take();
        assertThat(task.path("attempt").intValue()).isEqualTo(2);
        worker.heartbeat(task).expect(200);
        worker.complete(task, Json.object().put("pages", 3)).expect(200);

        JsonNode ended = api.ended(workflow, execution);
        assertThat(ended.path("status").asString()).as("%s", ended).isEqualTo("COMPLETED");
        assertThat(ended.path("tasks").get(0).path("type").asString()).isEqualTo("Worker");
    }

    @Test
    void the_workflow_that_the_input_tells_is_run_with_the_correlation_id_that_it_tells() {
        String other =
                api.register(one("{\"type\":\"Echo\",\"input\":{\"correlated\":\"${workflow.correlation_id}\"}}"));
        String workflow = api.register(
                one(
                        "{\"type\":\"Workflow\",\"workflow_id\":\"${input.other}\",\"correlation_id\":\"${input.id}\",\"input\":{}}"));

        JsonNode ended = ended(workflow, "{\"other\":\"" + other + "\",\"id\":\"c-1\"}");

        assertThat(Json.write(ended.path("output"))).as("%s", ended).isEqualTo("{\"correlated\":\"c-1\"}");
    }

    @Test
    void what_tells_no_step_fails_it_by_name() {
        String workflow = api.register(one("{\"id\":\"d\",\"type\":\"Dynamic\",\"step\":\"${input.step}\"}"));

        assertThat(failure(workflow, "{\"step\":7}")).contains("must be an object, but came to 7");
        assertThat(failure(workflow, "{}")).contains("must be an object");
        assertThat(failure(workflow, "{\"step\":{\"type\":\"Loop\"}}")).contains("no type of step that data may tell");
        assertThat(failure(workflow, "{\"step\":{\"type\":\"Worker\",\"task_type\":\"no/name\",\"on_silence\":\"x\"}}"))
                .contains("step.task_type: must be", "step.on_silence: must be one of");
        assertThat(failure(workflow, "{\"step\":{\"type\":\"TextOperation.Replace\",\"serch\":\"a\"}}"))
                .contains("step.serch: unknown field");
        assertThat(failure(workflow, "{\"step\":{\"type\":\"Echo\",\"label\":{\"x\":\"" + "y".repeat(5_000) + "\"}}}"))
                .contains("bytes of JSON, the most is 4096");
    }

    private static String failure(String workflow, String input) {
        JsonNode failed = ended(workflow, input);
        JsonNode error = failed.path("tasks").get(0).path("error");
        assertThat(error.path("name").asString()).as("%s", failed).isEqualTo("InvalidStep");
        return error.path("message").asString();
    }

    @Test
    void nothing_in_what_data_tells_is_an_expression() {
        String workflow =
                api.register(one("{\"type\":\"Dynamic\",\"step\":\"${input.step}\",\"input\":{\"text\":\"a\"}}"));

        JsonNode ended = ended(
                workflow,
                "{\"step\":{\"type\":\"TextOperation.Concat\",\"suffix\":\"${workflow.id}\",\"on_error\":\"continue\"}}");

        assertThat(ended.path("output").path("text").asString()).as("%s", ended).isEqualTo("a${workflow.id}");
    }
}

package dev.lockstep.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import dev.lockstep.local.stack.LocalStack;
import dev.lockstep.local.stack.StackOptions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PipelinesTest {
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

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

    @Test
    void the_dummy_workflow_reverses_its_text_and_its_tasks_show_typed_data() {
        JsonNode execution = api.run(Api.DUMMY, "{}");

        assertThat(execution.path("status").asString()).isEqualTo("COMPLETED");
        assertThat(Json.write(execution.path("output"))).isEqualTo("{\"text\":\"!dlrow ,olleH\"}");
        assertThat(tasks(execution))
                .containsExactly(
                        "StaticTextInput COMPLETED {\"text\":\"Hello, world!\"} -> {\"text\":\"Hello, world!\"}",
                        "TextOperation.Reverse COMPLETED {\"text\":\"Hello, world!\"} -> {\"text\":\"!dlrow ,olleH\"}",
                        "Echo COMPLETED {\"text\":\"!dlrow ,olleH\"} -> {\"text\":\"!dlrow ,olleH\"}");
    }

    private static List<String> tasks(JsonNode execution) {
        return execution
                .path("tasks")
                .valueStream()
                .map(task ->
                        task.path("type").asString() + " " + task.path("status").asString() + " "
                                + Json.write(task.path("input")) + " -> " + Json.write(task.path("output")))
                .toList();
    }

    @Test
    void an_execution_has_just_the_fields_of_the_contract() {
        String workflow = api.register(Api.DUMMY);
        JsonNode execution = api.ended(workflow, api.execute(workflow, "{\"input\":{\"a\":1}}"));

        assertThat(execution.propertyNames())
                .containsExactly(
                        "execution_id",
                        "workflow_id",
                        "status",
                        "tasks",
                        "input",
                        "output",
                        "created_at",
                        "started_at",
                        "completed_at");
        assertThat(execution.path("workflow_id").asString()).isEqualTo(workflow);
        assertThat(execution.path("execution_id").asString()).matches("ex-[0-9a-hjkmnp-tv-z]{26}");
        assertThat(Json.write(execution.path("input"))).isEqualTo("{\"a\":1}");
        assertThat(execution.path("created_at").asString()).matches(TIME);
        assertThat(execution.path("completed_at").asString()).matches(TIME);
        JsonNode task = execution.path("tasks").get(0);
        assertThat(task.propertyNames()).containsExactly("task_id", "step", "type", "status", "input", "output");
        assertThat(task.path("task_id").asString()).matches("task-[0-9a-hjkmnp-tv-z]{26}");
    }

    @Test
    void every_step_is_a_task_from_the_first_moment_with_the_same_id() {
        String workflow = api.register(Api.DUMMY);
        String id = api.execute(workflow, "{}");
        JsonNode first = api.execution(workflow, id);
        JsonNode last = api.ended(workflow, id);

        assertThat(first.path("tasks").size()).isEqualTo(3);
        for (int i = 0; i < 3; i++) {
            assertThat(first.path("tasks").get(i).path("task_id"))
                    .isEqualTo(last.path("tasks").get(i).path("task_id"));
        }
    }

    @Test
    void a_registered_workflow_is_read_back_as_sent_with_version_and_component_ids() {
        String workflow = api.register(Api.DUMMY);
        JsonNode read = api.get("/workflows/" + workflow).expect(200).json();

        assertThat(read.path("workflow_id").asString()).isEqualTo(workflow);
        assertThat(read.path("version").asInt()).isEqualTo(1);
        assertThat(read.path("name").asString()).isEqualTo("Dummy Workflow");
        assertThat(read.path("steps").get(0).path("input").asString()).isEqualTo("Hello, world!");
        assertThat(read.path("steps")
                        .valueStream()
                        .map(step -> step.path("component_id").asString("")))
                .allMatch(id -> id.matches("[0-9a-f-]{36}"));
    }

    @Test
    void a_new_version_keeps_component_ids_and_old_versions_stay_readable_and_startable() {
        String workflow = api.register(Api.DUMMY);
        JsonNode first = api.get("/workflows/" + workflow).json();
        String second = Api.DUMMY.replace("Hello, world!", "Version 2");

        api.put("/workflows/" + workflow, second).expect(200);

        JsonNode latest = api.get("/workflows/" + workflow).json();
        assertThat(latest.path("version").asInt()).isEqualTo(2);
        assertThat(latest.path("steps").get(1).path("component_id"))
                .isEqualTo(first.path("steps").get(1).path("component_id"));
        assertThat(api.get("/workflows/" + workflow + "?version=1").expect(200).json())
                .isEqualTo(first);
        assertThat(output(api.ended(workflow, api.execute(workflow, "{}")))).isEqualTo("{\"text\":\"2 noisreV\"}");
        assertThat(output(api.ended(workflow, api.execute(workflow, "{\"version\":1}"))))
                .isEqualTo("{\"text\":\"!dlrow ,olleH\"}");
    }

    private static String output(JsonNode execution) {
        return Json.write(execution.path("output"));
    }

    @Test
    void a_deleted_workflow_takes_no_starts_and_its_executions_stay() {
        String workflow = api.register(Api.DUMMY);
        String execution = api.execute(workflow, "{}");

        api.delete("/workflows/" + workflow).expect(204);

        api.get("/workflows/" + workflow).expect(404);
        api.post("/workflows/" + workflow + "/execute", "{}").expect(404);
        api.delete("/workflows/" + workflow).expect(404);
        assertThat(api.ended(workflow, execution).path("status").asString()).isEqualTo("COMPLETED");
    }

    @Test
    void a_step_reads_which_attempt_it_is_and_how_it_went_with_those_before() {
        JsonNode output = api.run("""
                        {"name": "Attempts", "steps": [
                          {"id": "first", "type": "Echo", "input": {"n": "${attempt.number}", "step": "${attempt.step}"}},
                          {"id": "second", "type": "Echo", "input": {
                            "first": "${steps.first.output}", "attempt": "${steps.first.attempt}", "run": "${steps.first.run}",
                            "order": "${steps.first.started_at <= steps.first.ended_at}",
                            "prices": "${$jsonpath(input, 'lines[?(@.price > 10)].price')}"}}]}""", "{\"input\":{\"lines\":[{\"price\":5},{\"price\":15}]}}")
                .path("output");

        assertThat(output)
                .isEqualTo(
                        Json.read("{\"first\":{\"n\":1,\"step\":\"first\"},\"attempt\":1,\"run\":\"0\",\"order\":true,"
                                + "\"prices\":[15]}"));
    }

    @Test
    void a_graph_joins_its_branches() {
        JsonNode execution = api.run("""
                {"name": "graph", "steps": [
                  {"id": "a", "type": "StaticTextInput", "input": "lockstep"},
                  {"id": "up", "type": "TextOperation.Uppercase", "after": ["a"]},
                  {"id": "back", "type": "TextOperation.Reverse", "after": ["a"]},
                  {"id": "both", "type": "TextOperation.Concat", "after": ["up", "back"],
                   "input": "${steps.up.output.text}", "suffix": "-${steps.back.output.text}"}]}
                """, "{}");

        assertThat(output(execution)).isEqualTo("{\"text\":\"LOCKSTEP-petskcol\"}");
    }

    @Test
    void several_last_steps_give_their_outputs_by_id() {
        JsonNode execution = api.run("""
                {"name": "fan out", "steps": [
                  {"id": "a", "type": "StaticTextInput", "input": "x"},
                  {"id": "b", "type": "TextOperation.Uppercase", "after": ["a"]},
                  {"id": "c", "type": "TextOperation.Length", "after": ["a"]}]}
                """, "{}");

        assertThat(output(execution)).isEqualTo("{\"b\":{\"text\":\"X\"},\"c\":{\"number\":1}}");
    }

    @Test
    void a_step_whose_condition_does_not_hold_is_skipped_and_passes_its_input_on() {
        JsonNode execution = api.run("""
                {"name": "when", "steps": [
                  {"type": "StaticTextInput", "input": "abc"},
                  {"type": "TextOperation.Reverse", "when": "${input.reverse}"},
                  {"type": "TextOperation.Uppercase"}]}
                """, "{\"input\":{\"reverse\":false}}");

        assertThat(output(execution)).isEqualTo("{\"text\":\"ABC\"}");
        assertThat(execution.path("tasks").get(1).path("status").asString()).isEqualTo("SKIPPED");
    }

    @Test
    void a_step_that_fails_fails_the_execution_and_nothing_after_it_runs() {
        JsonNode execution = api.run("""
                {"name": "fails", "steps": [
                  {"type": "Echo"},
                  {"type": "Json.Select", "path": "customer.name"},
                  {"type": "Echo"}]}
                """, "{\"input\":{\"customer\":{}}}");

        assertThat(execution.path("status").asString()).isEqualTo("FAILED");
        assertThat(execution.path("error").path("name").asString()).isEqualTo("PathNotFound");
        assertThat(execution.path("error").path("step").asString()).isEqualTo("step_2");
        assertThat(execution.path("tasks").get(1).path("error").path("name").asString())
                .isEqualTo("PathNotFound");
        assertThat(execution.path("tasks").get(2).path("status").asString()).isEqualTo("CANCELED");
        assertThat(execution.has("output")).isFalse();
    }

    @Test
    void a_canceled_execution_stays_so_and_runs_nothing_more() {
        String workflow = api.register("""
                {"name": "slow", "steps": [
                  {"type": "Json.Select", "path": "never", "retry": {"max_attempts": 5, "delay_seconds": 3600}},
                  {"type": "Echo"}]}
                """);
        String id = api.execute(workflow, "{}");
        api.await(
                workflow,
                id,
                view -> view.path("tasks").get(0).path("status").asString().equals("RUNNING"));

        JsonNode canceled = api.post(path(workflow, id) + "/cancel", "{\"reason\":\"ordered twice\"}")
                .expect(200)
                .json();

        assertThat(canceled.path("status").asString()).isEqualTo("CANCELED");
        assertThat(canceled.path("error").path("message").asString()).isEqualTo("ordered twice");
        assertThat(canceled.path("tasks")
                        .valueStream()
                        .map(task -> task.path("status").asString()))
                .containsOnly("CANCELED");
        assertThat(api.post(path(workflow, id) + "/cancel", "").expect(200).json())
                .as("again is the same")
                .isEqualTo(canceled);
    }

    @Test
    void an_execution_that_has_ended_cannot_be_canceled() {
        String workflow = api.register(Api.DUMMY);
        String id = api.execute(workflow, "{}");
        api.ended(workflow, id);

        api.post(path(workflow, id) + "/cancel", "{}").expect(409);
    }

    @Test
    void a_paused_execution_holds_still_until_it_is_resumed() {
        String workflow = api.register("""
                {"name": "held", "steps": [
                  {"type": "Json.Select", "path": "never", "retry": {"max_attempts": 2, "delay_seconds": 1}},
                  {"type": "Echo"}]}
                """);
        String id = api.execute(workflow, "{}");

        JsonNode paused = api.post(path(workflow, id) + "/pause", "{\"reason\":\"look into it\"}")
                .expect(200)
                .json();
        assertThat(paused.path("status").asString()).isEqualTo("PAUSED");
        assertThat(paused.path("pause").path("reason").asString()).isEqualTo("look into it");
        assertThat(api.get("/workflows/" + workflow + "/executions?status=PAUSED")
                        .json()
                        .path("executions")
                        .size())
                .isEqualTo(1);

        api.post(path(workflow, id) + "/resume", "").expect(200);
        assertThat(api.ended(workflow, id).path("status").asString()).isEqualTo("FAILED");
        api.post(path(workflow, id) + "/resume", "").expect(409);
        api.post(path(workflow, id) + "/pause", "").expect(409);
    }

    @Test
    void a_wait_passes_its_input_on_after_its_time() {
        JsonNode execution = api.run("""
                {"name": "wait", "steps": [
                  {"type": "StaticTextInput", "input": "later"},
                  {"type": "Wait", "seconds": 1},
                  {"type": "TextOperation.Uppercase"}]}
                """, "{}");

        assertThat(output(execution)).isEqualTo("{\"text\":\"LATER\"}");
        assertThat(java.time.Duration.between(
                        java.time.Instant.parse(execution.path("created_at").asString()),
                        java.time.Instant.parse(execution.path("completed_at").asString())))
                .isGreaterThanOrEqualTo(java.time.Duration.ofSeconds(1));
    }

    @Test
    void a_wait_of_a_year_shows_as_waiting() {
        String workflow = api.register(
                "{\"name\":\"year\",\"steps\":[{\"type\":\"Wait\",\"duration\":\"P365D\"},{\"type\":\"Echo\"}]}");
        String id = api.execute(workflow, "{\"input\":{\"a\":1}}");

        JsonNode waiting = api.await(
                workflow,
                id,
                view -> view.path("tasks").get(0).path("status").asString().equals("WAITING"));

        assertThat(waiting.path("status").asString()).isEqualTo("RUNNING");
        assertThat(Json.write(waiting.path("tasks").get(0).path("input"))).isEqualTo("{\"a\":1}");
        api.post(path(workflow, id) + "/cancel", "").expect(200);
    }

    @Test
    void a_step_may_fail_on_purpose() {
        JsonNode execution = api.run("""
                {"name": "fail", "steps": [
                  {"type": "Fail", "error": "TooYoung", "message": "${input.name} is ${input.age}", "when": "${input.age < 18}"},
                  {"type": "Echo"}]}
                """, "{\"input\":{\"name\":\"Ada\",\"age\":9}}");

        assertThat(execution.path("error").path("name").asString()).isEqualTo("TooYoung");
        assertThat(execution.path("error").path("message").asString()).isEqualTo("Ada is 9");
    }

    @Test
    void an_execution_with_more_data_than_an_answer_holds_is_read_all_the_same() {
        String big = "x".repeat(200_000);
        String branches = IntStream.range(0, 60)
                .mapToObj(i -> "{\"id\":\"b" + i + "\",\"type\":\"Echo\",\"after\":[\"a\"]}")
                .collect(Collectors.joining(","));
        JsonNode execution = api.run(
                "{\"name\":\"big\",\"steps\":[{\"id\":\"a\",\"type\":\"Echo\"}," + branches
                        + ",{\"id\":\"z\",\"type\":\"StaticTextInput\",\"input\":\"done\",\"after\":[\"b0\",\"b59\"]}]}",
                "{\"input\":{\"text\":\"" + big + "\"}}");

        assertThat(execution.path("status").asString()).isEqualTo("COMPLETED");
        assertThat(execution.path("truncated").asBoolean()).isTrue();
        assertThat(execution.path("tasks").size()).isEqualTo(62);
        assertThat(execution
                        .path("tasks")
                        .valueStream()
                        .map(task -> task.path("status").asString()))
                .containsOnly("COMPLETED");
        assertThat(Json.write(execution).length()).isLessThan(4_000_000);
    }

    @Test
    void a_start_that_is_refused_does_not_use_up_its_idempotency_key() {
        String workflow = api.register("{\"name\":\"x\",\"steps\":[{\"type\":\"TextOperation.Trim\"}]}");
        Api keyed = api.with("Idempotency-Key", "order-18");

        keyed.post("/workflows/" + workflow + "/execute", "{}").expect(400);
        keyed.post("/workflows/" + workflow + "/execute", "{\"input\":{\"text\":\"a\"}}")
                .expect(202);
    }

    private static String path(String workflow, String execution) {
        return "/workflows/" + workflow + "/executions/" + execution;
    }

    @Test
    void executions_are_listed_newest_first_in_pages_and_by_status() {
        String workflow = api.register("{\"name\":\"list\",\"steps\":[{\"type\":\"TextOperation.Reverse\"}]}");
        List<String> ids = IntStream.range(0, 5)
                .mapToObj(i -> api.execute(workflow, "{\"input\":{\"text\":\"" + i + "\"}}"))
                .collect(Collectors.toList());
        ids.forEach(id -> api.ended(workflow, id));
        String list = "/workflows/" + workflow + "/executions";

        JsonNode first = api.get(list + "?limit=2").expect(200).json();
        JsonNode second = api.get(
                        list + "?limit=2&cursor=" + first.path("next_cursor").asString())
                .json();
        JsonNode third = api.get(
                        list + "?limit=2&cursor=" + second.path("next_cursor").asString())
                .json();

        assertThat(java.util.stream.Stream.of(first, second, third)
                        .flatMap(page -> page.path("executions").valueStream())
                        .map(entry -> entry.path("execution_id").asString())
                        .toList())
                .isEqualTo(ids.reversed());
        assertThat(third.has("next_cursor")).isFalse();
        assertThat(first.path("executions").get(0).propertyNames())
                .containsExactly("execution_id", "status", "created_at", "started_at", "completed_at");
        assertThat(api.get(list + "?status=COMPLETED").json().path("executions").size())
                .isEqualTo(5);
        assertThat(api.get(list + "?status=FAILED").json().path("executions").size())
                .isZero();
    }

    @Test
    void workflows_are_listed_newest_first() {
        String older = api.register(Api.DUMMY);
        String newer = api.register(Api.DUMMY);

        JsonNode list = api.get("/workflows?limit=2").expect(200).json();

        assertThat(list.path("workflows")
                        .valueStream()
                        .map(entry -> entry.path("workflow_id").asString()))
                .containsExactly(newer, older);
        assertThat(list.path("workflows").get(0).propertyNames())
                .containsExactly("workflow_id", "name", "version", "created_at");
        assertThat(list.path("next_cursor").asString()).isNotBlank();
    }

    @Test
    void a_repeated_start_with_the_same_idempotency_key_gets_the_same_answer() {
        String workflow = api.register(Api.DUMMY);
        String path = "/workflows/" + workflow + "/execute";
        Api keyed = api.with("Idempotency-Key", "order-17");

        Api.Answer first = keyed.post(path, "{\"input\":{\"n\":1}}").expect(202);
        Api.Answer again = keyed.post(path, "{\"input\":{\"n\":1}}").expect(202);

        assertThat(again.text()).isEqualTo(first.text());
        keyed.post(path, "{\"input\":{\"n\":2}}").expect(422);
        assertThat(api.get("/workflows/" + workflow + "/executions")
                        .json()
                        .path("executions")
                        .size())
                .isEqualTo(1);
    }

    @Test
    void a_repeated_registration_with_the_same_idempotency_key_makes_one_workflow() {
        Api keyed = api.with("Idempotency-Key", "register-17");

        assertThat(keyed.post("/workflows", Api.DUMMY).expect(201).text())
                .isEqualTo(keyed.post("/workflows", Api.DUMMY).expect(201).text());
    }

    @Test
    void the_catalogue_lists_every_operation_with_its_schemas() {
        JsonNode operations = api.get("/operations").expect(200).json().path("operations");

        assertThat(operations
                        .valueStream()
                        .map(operation -> operation.path("type").asString()))
                .contains("StaticTextInput", "TextOperation.Reverse", "Json.Transform", "Echo");
        assertThat(operations.get(0).propertyNames()).contains("type", "title", "input", "output");
    }
}

package dev.lockstep.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import dev.lockstep.local.measure.CapacityCount;
import dev.lockstep.local.stack.LocalStack;
import dev.lockstep.local.stack.StackOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Workers outside, over HTTP. Each test has a type of task of its own. */
class WorkersTest {
    private static final CapacityCount COUNT = new CapacityCount();

    @SuppressWarnings("NullAway.Init")
    private static LocalStack stack;

    @SuppressWarnings("NullAway.Init")
    private static Api api;

    @BeforeAll
    static void start() {
        stack = StackOptions.of(Project.template())
                .wrapDynamoDb(client -> COUNT.on(client))
                .start();
        api = Api.of(stack);
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    private static String step(String type, String more) {
        return "{\"name\":\"Outside\",\"steps\":[{\"id\":\"work\",\"type\":\"Worker\",\"task_type\":\"" + type + "\""
                + more + "}]}";
    }

    private static JsonNode pages(int number) {
        return Json.object().put("pages", number);
    }

    private static JsonNode task(JsonNode execution) {
        return execution.path("tasks").get(0);
    }

    @Test
    void a_worker_takes_a_task_keeps_it_and_completes_it() {
        WorkerCalls worker = new WorkerCalls(api, "scan");
        String workflow = api.register(step("scan", ""));
        String execution = api.execute(workflow, "{\"input\":{\"file\":\"a.pdf\"}}");

        JsonNode task = worker.take();

        assertThat(task.path("type").asString()).isEqualTo("scan");
        assertThat(task.path("workflow_id").asString()).isEqualTo(workflow);
        assertThat(task.path("execution_id").asString()).isEqualTo(execution);
        assertThat(task.path("step").asString()).isEqualTo("work");
        assertThat(task.has("iteration")).isFalse();
        assertThat(task.path("attempt").intValue()).isEqualTo(1);
        assertThat(Json.write(task.path("input"))).isEqualTo("{\"file\":\"a.pdf\"}");
        assertThat(task.path("idempotency_key").asString()).isEqualTo(execution + "/work/0");
        assertThat(task(api.execution(workflow, execution)).path("status").asString())
                .isEqualTo("RUNNING");
        Instant lease = Instant.parse(worker.heartbeat(task)
                .expect(200)
                .json()
                .path("lease_expires_at")
                .asString());
        assertThat(lease)
                .isAfterOrEqualTo(Instant.parse(task.path("lease_expires_at").asString()));
        assertThat(Instant.parse(task.path("timeout_at").asString())).isAfter(lease);
        worker.complete(task, pages(3)).expect(200);
        JsonNode ended = api.ended(workflow, execution);
        assertThat(ended.path("status").asString()).as("%s", ended).isEqualTo("COMPLETED");
        assertThat(Json.write(ended.path("output"))).isEqualTo("{\"pages\":3}");
        worker.complete(task, pages(3)).expect(200);
        worker.complete(task, pages(4)).expect(409);
        worker.fail(task, "TooLate", true).expect(409);
        worker.heartbeat(task).expect(409);
        assertThat(worker.poll(10, 0)).isEmpty();
    }

    @Test
    void a_step_is_for_the_workers_of_its_domain_unless_the_start_says_otherwise() {
        WorkerCalls worker = new WorkerCalls(api, "render");
        String workflow = api.register(step("render", ",\"domain\":\"gpu\""));
        String own = api.execute(workflow, "{}");
        String other = api.execute(workflow, "{\"task_domains\":{\"render\":[\"absent\",null]}}");

        JsonNode plain = worker.take();
        assertThat(plain.path("execution_id").asString()).isEqualTo(other);
        JsonNode domained = worker.call(
                        "poll", Json.object().put("domain", "gpu").put("wait_seconds", 20))
                .expect(200)
                .json()
                .path("tasks")
                .get(0);
        assertThat(domained.path("execution_id").asString()).isEqualTo(own);

        worker.heartbeat(domained).expect(200);
        worker.complete(domained, pages(1)).expect(200);
        worker.complete(plain, pages(2)).expect(200);
        assertThat(api.ended(workflow, own).path("status").asString()).isEqualTo("COMPLETED");
        assertThat(api.ended(workflow, other).path("status").asString()).isEqualTo("COMPLETED");
    }

    @Test
    void a_start_is_told_all_that_is_wrong_with_its_domains() {
        String workflow = api.register(step("render_nothing", ""));

        JsonNode refused = api.post(
                        "/workflows/" + workflow + "/execute",
                        "{\"task_domains\":{\"a b\":\"x\",\"c\":[],\"d\":[\"y\",7]}}")
                .expect(400)
                .json();

        assertThat(refused.path("errors")
                        .valueStream()
                        .map(fault -> fault.path("path").asString()))
                .containsExactly("task_domains.a b", "task_domains.c", "task_domains.d[1]");
    }

    @Test
    void workers_have_no_more_tasks_of_a_type_than_a_step_lets_them() {
        WorkerCalls worker = new WorkerCalls(api, "narrow");
        String workflow = api.register(step("narrow", ",\"max_in_progress\":1"));
        api.execute(workflow, "{}");
        api.execute(workflow, "{}");

        JsonNode task = worker.take();
        assertThat(worker.poll(10, 1)).isEmpty();
        worker.complete(task, pages(1)).expect(200);

        worker.complete(worker.take(), pages(2)).expect(200);
    }

    @Test
    void a_step_is_refused_whose_times_and_limits_do_not_fit() {
        JsonNode refused = api.post(
                        "/workflows",
                        step(
                                "unfit",
                                ",\"timeout_seconds\":60,\"total_timeout_seconds\":30,\"rate_limit_seconds\":5,"
                                        + "\"max_in_progress\":1001,\"start_delay_seconds\":0"))
                .expect(400)
                .json();

        assertThat(refused.path("errors")
                        .valueStream()
                        .map(fault -> fault.path("path").asString()))
                .containsExactlyInAnyOrder(
                        "steps[0].total_timeout_seconds",
                        "steps[0].rate_limit_seconds",
                        "steps[0].max_in_progress",
                        "steps[0].start_delay_seconds");
    }

    @Test
    void two_workers_share_fifty_tasks() {
        String items = String.join(
                ",", IntStream.range(0, 50).mapToObj(String::valueOf).toList());
        String workflow =
                api.register(step("double", ",\"for_each\":[" + items + "],\"input\":{\"number\":\"${item}\"}"));
        WorkerCalls calls = new WorkerCalls(api, "double");
        try (Worker one = Worker.start(calls, WorkersTest::doubled);
                Worker other = Worker.start(calls, WorkersTest::doubled)) {
            JsonNode ended = api.ended(workflow, api.execute(workflow, "{}"));

            assertThat(ended.path("status").asString()).as("%s", ended).isEqualTo("COMPLETED");
            List<Integer> numbers = ended.path("output")
                    .path("items")
                    .valueStream()
                    .map(item -> item.path("number").intValue())
                    .toList();
            assertThat(numbers)
                    .isEqualTo(IntStream.range(0, 50).mapToObj(i -> 2 * i).toList());
            Awaitility.await().until(() -> one.done().size() + other.done().size() == 50);
            Set<String> keys = new HashSet<>();
            Stream.concat(one.done().stream(), other.done().stream())
                    .forEach(task -> keys.add(task.path("idempotency_key").asString()));
            assertThat(keys).hasSize(50);
        }
    }

    private static JsonNode doubled(JsonNode input) {
        return Json.object().put("number", 2 * input.path("number").intValue());
    }

    @Test
    void the_task_of_a_worker_that_died_is_taken_over() {
        WorkerCalls worker = new WorkerCalls(api, "fragile");
        String workflow = api.register(step("fragile", ",\"heartbeat_seconds\":1"));
        String execution = api.execute(workflow, "{}");
        JsonNode lost = worker.take();

        JsonNode again = worker.take();

        assertThat(Instant.now())
                .isAfterOrEqualTo(Instant.parse(lost.path("lease_expires_at").asString()));
        assertThat(again.path("attempt").intValue()).isEqualTo(1);
        worker.complete(lost, pages(1)).expect(409);
        worker.heartbeat(lost).expect(409);
        worker.complete(again, pages(2)).expect(200);
        assertThat(Json.write(api.ended(workflow, execution).path("output"))).isEqualTo("{\"pages\":2}");
    }

    @Test
    void a_failed_attempt_is_made_again_as_the_policy_says() {
        WorkerCalls worker = new WorkerCalls(api, "flaky");
        String retry = ",\"retry\":{\"max_attempts\":3,\"backoff\":\"fixed\",\"delay_seconds\":1}";
        String workflow = api.register(step("flaky", retry));
        String execution = api.execute(workflow, "{}");
        JsonNode first = worker.take();
        worker.fail(first, "NoSpace", true).expect(200);
        worker.fail(first, "NoSpace", true).expect(200);

        JsonNode second = worker.take();

        assertThat(second.path("attempt").intValue()).isEqualTo(2);
        worker.complete(first, pages(1)).expect(409);
        worker.fail(second, "NoSuchFile", false).expect(200);
        JsonNode ended = api.ended(workflow, execution);
        assertThat(ended.path("status").asString()).isEqualTo("FAILED");
        assertThat(task(ended).path("error").path("name").asString()).isEqualTo("NoSuchFile");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '`',
            value = {
                "continue              => `{\"n\":7}`",
                "continue_with_details => `{\"free\":12}`",
                "after                 => `{\"error\":{\"name\":\"NoSpace\",\"message\":\"\",\"details\":{\"free\":12}},\"input\":{\"n\":7}}`"
            })
    void the_details_of_a_failure_are_shown_and_go_where_the_step_says(String onError, String given) {
        String type = "details-" + onError.replace('_', '-');
        WorkerCalls worker = new WorkerCalls(api, type);
        String workflow = api.register(
                """
                {"name": "%s", "steps": [
                  {"id": "work", "type": "Worker", "task_type": "%s", "on_error": "%s", "input": "${input}"},
                  {"id": "after", "type": "Echo"%s}]}""".formatted(type, type, onError, onError.equals("after") ? "" : ", \"after\": [\"work\"]"));
        String execution = api.execute(workflow, "{\"input\":{\"n\":7}}");

        worker.fail(worker.take(), "NoSpace", Json.object().put("free", 12)).expect(200);

        JsonNode ended = api.ended(workflow, execution);
        assertThat(ended.path("status").asString()).isEqualTo("COMPLETED");
        assertThat(task(ended).path("error").path("details")).isEqualTo(Json.read("{\"free\":12}"));
        assertThat(ended.path("tasks").get(1).path("output")).isEqualTo(Json.read(given));
    }

    @ParameterizedTest
    @ValueSource(strings = {"continue", "after"})
    void the_largest_task_there_is_may_fail_and_be_borne(String onError) {
        String type = "largest-" + onError;
        WorkerCalls worker = new WorkerCalls(api, type);
        String large = "x".repeat(250_000);
        String workflow = api.register(
                """
                {"name": "%s", "steps": [
                  {"id": "work", "type": "Worker", "task_type": "%s", "on_error": "%s", "input": "${input}"},
                  {"id": "after", "type": "Echo"%s}]}""".formatted(type, type, onError, onError.equals("after") ? "" : ", \"after\": [\"work\"]"));
        String execution = api.execute(workflow, "{\"input\":{\"large\":\"" + large + "\"}}");

        worker.fail(worker.take(), "NoSpace", false).expect(200);

        assertThat(api.ended(workflow, execution).path("status").asString()).isEqualTo("COMPLETED");
    }

    @Test
    void a_task_that_nobody_takes_times_out() {
        String workflow = api.register(step("nobody", ",\"timeout_seconds\":1"));

        JsonNode ended = api.ended(workflow, api.execute(workflow, "{}"));

        assertThat(ended.path("status").asString()).isEqualTo("FAILED");
        assertThat(task(ended).path("error").path("name").asString()).isEqualTo("TimedOut");
        assertThat(new WorkerCalls(api, "nobody").poll(1, 0)).isEmpty();
    }

    @Test
    void who_works_for_an_execution_that_was_canceled_is_told() {
        WorkerCalls worker = new WorkerCalls(api, "canceled");
        String workflow = api.register(step("canceled", ""));
        String execution = api.execute(workflow, "{}");
        JsonNode task = worker.take();

        api.post("/workflows/" + workflow + "/executions/" + execution + "/cancel", "{}")
                .expect(200);

        worker.heartbeat(task).expect(409);
        worker.complete(task, pages(1)).expect(409);
    }

    @Test
    void a_poll_in_vain_reads_and_writes_nothing() {
        WorkerCalls worker = new WorkerCalls(api, "idle");
        worker.poll(1, 0);
        Awaitility.await().pollDelay(Duration.ZERO).until(() -> {
            COUNT.reset();
            worker.poll(1, 0);
            return Stream.of("other", "execution", "stage")
                            .mapToDouble(item -> COUNT.of("read " + item) + COUNT.of("write " + item))
                            .sum()
                    == 0;
        });
    }

    @Test
    void a_task_given_out_of_a_queue_that_did_not_exist_is_had_by_who_waits_for_it() {
        WorkerCalls worker = new WorkerCalls(api, "first");
        String workflow = api.register(step("first", ""));
        try (Worker early = Worker.start(worker, input -> pages(7))) {
            JsonNode ended = api.ended(workflow, api.execute(workflow, "{}"));

            assertThat(Json.write(ended.path("output"))).isEqualTo("{\"pages\":7}");
            Awaitility.await().until(() -> early.done().size() == 1);
        }
    }

    @Test
    void only_workers_and_admins_work_and_only_in_their_workspace() {
        WorkerCalls worker = new WorkerCalls(key("worker"), "guarded");
        String workflow = api.register(step("guarded", ""));
        String execution = api.execute(workflow, "{}");

        for (String role : List.of("developer", "operator", "viewer")) {
            new WorkerCalls(key(role), "guarded").call("poll", Json.object()).expect(403);
        }
        worker.complete(worker.take(), pages(1)).expect(200);
        assertThat(api.ended(workflow, execution).path("status").asString()).isEqualTo("COMPLETED");
    }

    private static Api key(String role) {
        return api.withKey(api.post("/api-keys", "{\"name\":\"test\",\"roles\":[\"" + role + "\"]}")
                .expect(201)
                .json()
                .path("secret")
                .asString());
    }

    @Test
    void the_answer_to_a_move_comes_when_what_follows_is_there_for_whoever_is_to_do_it() {
        WorkerCalls worker = new WorkerCalls(api, "chained");
        String workflow = api.register("""
                {"name": "Chain", "steps": [
                  {"id": "ask", "type": "Await", "signal": "go"},
                  {"id": "work", "type": "Worker", "task_type": "chained"},
                  {"id": "answer", "type": "Await", "signal": "stop"}]}""");
        String execution = api.execute(workflow, "{}");
        api.await(workflow, execution, view -> status(view, 0).equals("WAITING"));

        JsonNode signalled = api.post("/workflows/" + workflow + "/executions/" + execution + "/signals/go", "{}")
                .expect(200)
                .json();
        assertThat(status(signalled, 1)).isEqualTo("WAITING");
        worker.complete(worker.poll(1, 0).getFirst(), pages(1)).expect(200);

        assertThat(status(api.execution(workflow, execution), 2)).isEqualTo("WAITING");
    }

    private static String status(JsonNode execution, int task) {
        return execution.path("tasks").path(task).path("status").asString();
    }

    @Test
    void what_is_wrong_with_a_call_is_said() {
        WorkerCalls worker = new WorkerCalls(api, "wrong");
        worker.call("poll", Json.object().put("max", 11).put("wait", 3)).expect(400);
        worker.call("complete", Json.object()).expect(400);
        worker.call("fail", Json.object().put("task_token", "x")).expect(400);
        worker.call("heartbeat", Json.object().put("task_token", "x")).expect(404);
        worker.call("complete", Json.object().put("task_token", "e30").put("output", 1))
                .expect(400);
        new WorkerCalls(api, "no%20type").call("poll", Json.object()).expect(404);
    }

    @Test
    void tasks_are_offered_again_after_a_restart(@TempDir Path folder) {
        String workflow;
        String waiting;
        String taken;
        JsonNode held;
        try (LocalStack first = StackOptions.of(Project.template()).data(folder).start()) {
            Api before = Api.of(first);
            workflow = before.register(step("kept", ",\"heartbeat_seconds\":5"));
            taken = before.execute(workflow, "{}");
            held = new WorkerCalls(before, "kept").take();
            waiting = before.execute(workflow, "{}");
            before.await(
                    workflow,
                    waiting,
                    view -> task(view).path("status").asString().equals("WAITING"));
        }
        try (LocalStack second =
                StackOptions.of(Project.template()).data(folder).start()) {
            Api after = Api.of(second);
            WorkerCalls worker = new WorkerCalls(after, "kept");
            worker.complete(held, pages(1)).expect(200);
            worker.complete(worker.take(), pages(2)).expect(200);

            assertThat(Json.write(after.ended(workflow, taken).path("output"))).isEqualTo("{\"pages\":1}");
            assertThat(Json.write(after.ended(workflow, waiting).path("output")))
                    .isEqualTo("{\"pages\":2}");
        }
    }

    @Test
    void what_a_step_starts_has_a_priority_and_domains_of_its_own_where_the_step_says_so() {
        String child =
                api.register("{\"name\":\"child\",\"steps\":[{\"type\":\"Worker\",\"task_type\":\"own_tags\"}]}");
        String parent = api.register("""
                {"name": "parent", "steps": [
                  {"id": "literal", "type": "Workflow", "workflow_id": "%s", "wait": false,
                   "priority": 7, "task_domains": {"own_tags": ["eu", null]}},
                  {"id": "told", "type": "Workflow", "workflow_id": "%s", "wait": false,
                   "priority": "${input.p}", "task_domains": {"*": "${input.d}"}},
                  {"id": "neither", "type": "Workflow", "workflow_id": "%s", "wait": false}]}""".formatted(child, child, child));
        String execution = api.execute(
                parent, "{\"priority\":3,\"task_domains\":{\"*\":\"us\"},\"input\":{\"p\":5,\"d\":\"asia\"}}");

        JsonNode tasks = api.ended(parent, execution).path("tasks");

        assertThat(tagsOf(tasks.get(0))).isEqualTo("7 {\"own_tags\":\"eu,NO_DOMAIN\"}");
        assertThat(tagsOf(tasks.get(1))).isEqualTo("5 {\"*\":\"asia\"}");
        assertThat(tagsOf(tasks.get(2))).isEqualTo("3 {\"*\":\"us\"}");
    }

    private static String tagsOf(JsonNode step) {
        JsonNode started = api.get("/api/workflow/"
                        + step.path("output").path("execution_id").asString())
                .expect(200)
                .json();
        return started.path("priority").asInt() + " " + Json.write(started.path("taskToDomain"));
    }
}

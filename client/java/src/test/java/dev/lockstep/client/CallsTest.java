package dev.lockstep.client;

import static dev.lockstep.client.Samples.RUN;
import static dev.lockstep.client.Samples.WORKFLOW;
import static dev.lockstep.client.TestServer.json;
import static dev.lockstep.client.TestServer.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallsTest {
    private static final String START = "POST /workflows/" + WORKFLOW + "/runs";
    private static final String READ = "GET /runs/" + RUN;
    private static final TestServer.Handler STARTED =
            json(202, "{\"runId\":\"" + RUN + "\",\"jobId\":\"" + RUN + "\"}");

    private final TestServer server = new TestServer();
    private final WorkflowClient client = Samples.client(server).build();

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void a_run_is_started_with_the_input_the_key_and_an_idempotency_key_of_its_own() throws Exception {
        server.on(START, STARTED);

        assertThat(client.trigger(Map.of("a", 1))).isEqualTo(new StartedRun(RUN, RUN));
        assertThat(client.triggerAsync(Map.of("a", 1)).get(10, TimeUnit.SECONDS).runId())
                .isEqualTo(RUN);

        List<TestServer.Request> requests = server.requests(START);
        assertThat(requests.getFirst().body()).isEqualTo("{\"input\":{\"a\":1}}");
        assertThat(requests.getFirst().header("X-API-KEY")).contains("lk_test");
        assertThat(requests).extracting(sent -> sent.header("Idempotency-Key")).doesNotHaveDuplicates();
    }

    @Test
    void a_start_that_was_not_answered_well_is_tried_again_under_the_same_idempotency_key() throws Exception {
        server.on(
                START,
                problem(500, "oh no"),
                (exchange, request) -> exchange.close(),
                problem(429, "too many", "Retry-After", "0"),
                problem(409, "busy", "Retry-After", "0"),
                STARTED);

        assertThat(client.trigger().runId()).isEqualTo(RUN);

        assertThat(server.requests(START)).hasSize(5);
        assertThat(server.requests(START).stream().map(sent -> sent.header("Idempotency-Key")))
                .containsOnly(server.requests(START).getFirst().header("Idempotency-Key"));
    }

    @Test
    void the_caller_may_bring_the_idempotency_key() throws Exception {
        server.on(START, STARTED);

        client.trigger(Map.of(), "order-17");

        assertThat(server.requests(START).getFirst().header("Idempotency-Key")).contains("order-17");
    }

    @Test
    void any_call_can_be_made_and_in_yaml_as_well() throws Exception {
        server.on(
                "PUT /api/definitions/m", problem(503, "later", "Retry-After", "0"), json(200, "{\"version\":\"v2\"}"));
        Call call = Call.change("PUT", "/api/definitions/m", Call.Content.yaml("workflow: {} # mine\n"))
                .accepting("application/json");

        Answer answer = client.send(call);

        assertThat(answer.json().path("version").asString()).isEqualTo("v2");
        assertThat(server.requests("PUT /api/definitions/m")).hasSize(2).allSatisfy(sent -> {
            assertThat(sent.body()).isEqualTo("workflow: {} # mine\n");
            assertThat(sent.header("Content-Type")).contains("application/yaml");
            assertThat(sent.header("Accept")).contains("application/json");
            assertThat(sent.header("Idempotency-Key")).isEqualTo(call.idempotencyKey());
        });
    }

    @Test
    void the_fault_of_yaml_tells_its_line() {
        server.on(START, json(400, "{\"errors\":[{\"path\":\"a\",\"message\":\"odd\",\"line\":3}]}"));

        LockstepException refused = catchThrowableOfType(LockstepException.class, client::trigger);

        assertThat(refused.problem().orElseThrow().errors())
                .containsExactly(new Problem.Fault("a", "odd", OptionalInt.of(3)));
    }

    @Test
    void a_key_that_no_header_can_hold_is_refused_and_not_told() {
        assertThatThrownBy(() -> Samples.client(server).apiKey("lk_a\nb").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("lk_a");
    }

    @Test
    void the_server_is_left_alone_for_as_long_as_it_asks() throws Exception {
        server.on(START, problem(503, "later", "Retry-After", "0.3"), STARTED);
        long begun = System.nanoTime();

        client.trigger();

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void what_is_at_fault_is_not_tried_again_and_is_told_with_its_status_and_its_problem() {
        server.on(
                START,
                json(
                        400,
                        "{\"title\":\"Bad Request\",\"status\":400,\"detail\":\"not valid\","
                                + "\"errors\":[{\"path\":\"input.a\",\"message\":\"must be a number\"}]}"));

        LockstepException refused = catchThrowableOfType(LockstepException.class, client::trigger);

        assertThat(refused.status()).hasValue(400);
        assertThat(refused.isRetryable()).isFalse();
        assertThat(refused).hasMessageContaining("400 not valid (input.a: must be a number)");
        assertThat(refused.problem().orElseThrow().errors())
                .containsExactly(new Problem.Fault("input.a", "must be a number"));
        assertThat(server.requests(START)).hasSize(1);
    }

    @Test
    void a_server_that_cannot_be_reached_is_an_error_without_a_status() {
        server.close();

        LockstepException unreached = catchThrowableOfType(LockstepException.class, () -> client.get(RUN));

        assertThat(unreached.status()).isEqualTo(OptionalInt.empty());
        assertThat(unreached).hasMessageContaining("no answer");
    }

    @Test
    void an_answer_that_does_not_come_to_its_end_is_not_waited_for() throws Exception {
        server.on(
                READ,
                (exchange, request) -> {
                    exchange.sendResponseHeaders(200, 100);
                    exchange.getResponseBody().write('{');
                    exchange.getResponseBody().flush();
                },
                json(200, Samples.run("COMPLETED", 1)));
        try (WorkflowClient impatient =
                Samples.client(server).requestTimeout(Duration.ofMillis(200)).build()) {
            assertThat(impatient.get(RUN).status()).isEqualTo(RunStatus.COMPLETED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "null", "[]", ""})
    void an_answer_of_somebody_else_is_an_error(String body) {
        server.on(READ, json(200, body));

        assertThatThrownBy(() -> client.get(RUN))
                .isInstanceOf(LockstepException.class)
                .hasMessageContaining("not what a Lockstep server gives");
    }

    @Test
    void a_run_is_read_whole_and_canceled_with_a_reason() throws Exception {
        server.on(READ, json(200, Samples.run("COMPLETED", 1)));
        server.on("POST /runs/" + RUN + "/cancel", json(200, Samples.run("CANCELED", 2)));

        Run run = client.get(RUN);
        RunStage stage = run.runStages().getFirst();
        assertThat(stage.module()).isEqualTo("Echo");
        assertThat(stage.output()).hasToString("Optional[{\"a\":1}]");
        assertThat(stage.error()).isEmpty();
        assertThat(run.cancelReason()).isEmpty();
        assertThat(run.truncated()).isFalse();
        assertThat(client.cancel(RUN, "changed my mind").status()).isEqualTo(RunStatus.CANCELED);
        client.cancel(RUN, null);
        assertThat(server.requests("POST /runs/" + RUN + "/cancel"))
                .extracting(TestServer.Request::body)
                .containsExactly("{\"reason\":\"changed my mind\"}", "{}");
    }

    @Test
    void a_component_is_changed_by_its_id_and_only_in_what_is_named() throws Exception {
        String call = "PATCH /components/ac52e5f5-acd8-4677-8720-7bae7f49bc0e";
        server.on(call, json(204, ""));

        client.updateComponent(
                "ac52e5f5-acd8-4677-8720-7bae7f49bc0e",
                ComponentChanges.none().withName("Say it").withPosition(1, 2.5));

        assertThat(server.requests(call).getFirst().body()).isEqualTo("{\"name\":\"Say it\",\"position\":[1.0,2.5]}");
    }

    @Test
    void a_run_is_given_once_it_has_ended_though_the_server_is_away_for_a_while() throws Exception {
        server.on(
                READ,
                json(200, Samples.run("EXECUTING", 1)),
                problem(503, "away"),
                problem(503, "away"),
                json(200, Samples.run("FAILED", 2)));

        assertThat(client.waitForRun(RUN).status()).isEqualTo(RunStatus.FAILED);
    }

    @Test
    void past_the_limit_it_is_told_that_it_timed_out_and_how_the_run_stood() {
        server.on(READ, json(200, Samples.run("EXECUTING", 1)));

        assertThatThrownBy(() -> client.waitForRun(RUN, Duration.ofMillis(300)))
                .isInstanceOf(LockstepException.class)
                .hasMessage(
                        "waiting for run " + RUN + " timed out after 300 ms: it was EXECUTING when it was last read");
    }

    @Test
    void a_run_that_there_is_not_is_not_waited_for() {
        LockstepException refused = catchThrowableOfType(LockstepException.class, () -> client.waitForRun(RUN));

        assertThat(refused.status()).hasValue(404);
    }

    @Test
    void whoever_cancels_a_wait_ends_it() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        server.on(READ, (exchange, request) -> {
            read.countDown();
            json(200, Samples.run("EXECUTING", 1)).handle(exchange, request);
        });
        CompletableFuture<Run> waiting = client.waitForRunAsync(RUN, Duration.ofMinutes(5));
        assertThat(read.await(10, TimeUnit.SECONDS)).isTrue();
        waiting.cancel(true);

        assertThatThrownBy(waiting::join).isInstanceOf(CancellationException.class);
    }

    @Test
    void what_a_client_cannot_do_without_is_asked_for_at_once() {
        assertThatThrownBy(() -> WorkflowClient.builder()
                        .baseUrl(URI.create("http://localhost"))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("apiKey");
        assertThatThrownBy(() -> WorkflowClient.builder()
                        .baseUrl(URI.create("localhost:3000"))
                        .apiKey("k")
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("baseUrl");
    }
}

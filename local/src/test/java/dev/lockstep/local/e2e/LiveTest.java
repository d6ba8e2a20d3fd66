package dev.lockstep.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.local.stack.LocalStack;
import dev.lockstep.local.stack.StackOptions;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Following executions over WebSocket. */
class LiveTest {
    private static final String WAITING = """
            {"name": "waiting", "steps": [{"type": "Await", "signal": "go"}, {"type": "Echo"}]}
            """;

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

    private static String started(String workflow) {
        String execution = api.execute(workflow, "{\"input\":{}}");
        api.await(
                workflow,
                execution,
                view -> view.path("tasks").path(0).path("status").asString().equals("WAITING"));
        return execution;
    }

    private static void go(String workflow, String execution) {
        api.post("/workflows/" + workflow + "/executions/" + execution + "/signals/go", "{}")
                .expect(200);
    }

    private static boolean isEnd(JsonNode message) {
        return message.path("status").asString("").equals("COMPLETED");
    }

    @Test
    void the_snapshot_comes_first_and_then_changes_of_rising_sequence_and_last_the_end() {
        String workflow = api.register(WAITING);
        String execution = started(workflow);
        try (LiveClient client = LiveClient.of(stack)) {
            client.follow(execution);
            go(workflow, execution);
            JsonNode end = client.await(LiveTest::isEnd);

            List<JsonNode> messages = client.of(execution);
            JsonNode snapshot = messages.getFirst();
            assertThat(snapshot.path("type").asString()).isEqualTo("subscribed");
            assertThat(snapshot.path("snapshot").path("status").asString()).isEqualTo("EXECUTING");
            assertThat(snapshot.path("snapshot")
                            .path("output")
                            .path("pendingStageCount")
                            .asInt())
                    .isEqualTo(2);
            assertThat(messages)
                    .extracting(message -> message.path("sequence").asLong())
                    .isSorted();
            assertThat(end.path("type").asString()).isEqualTo("execution.updated");
            assertThat(end.path("output").path("pendingStageCount").asInt()).isZero();
            assertThat(end.path("output").path("totalUsage").asInt()).isEqualTo(2);
            assertThat(end.path("output").path("nonTerminalStages")).isEmpty();
            assertThat(messages.getLast()).isEqualTo(end);
        }
    }

    @Test
    void a_workflow_is_followed_in_all_its_executions_those_to_come_and_those_under_way() {
        String workflow = api.register(WAITING);
        String before = started(workflow);
        try (LiveClient client = LiveClient.of(stack)) {
            client.send("{\"action\":\"subscribe\",\"workflowId\":\"" + workflow + "\"}");
            JsonNode subscribed =
                    client.await(message -> message.path("type").asString("").equals("subscribed"));
            assertThat(subscribed
                            .path("snapshot")
                            .path("executions")
                            .path(0)
                            .path("executionId")
                            .asString())
                    .isEqualTo(before);
            // Answered only when the frame before is done with.
            client.send("{\"action\":\"ping\"}");
            client.await(message -> message.path("type").asString("").equals("pong"));
            String after = started(workflow);
            go(workflow, before);
            go(workflow, after);

            client.await(message ->
                    isEnd(message) && message.path("executionId").asString().equals(before));
            client.await(message ->
                    isEnd(message) && message.path("executionId").asString().equals(after));
        }
    }

    @Test
    void what_is_left_is_followed_no_more() {
        String workflow = api.register(WAITING);
        String left = started(workflow);
        String kept = started(workflow);
        try (LiveClient client = LiveClient.of(stack)) {
            client.follow(left);
            client.follow(kept);
            client.send("{\"action\":\"unsubscribe\",\"executionId\":\"" + left + "\"}");
            client.await(message -> message.path("type").asString("").equals("unsubscribed"));
            go(workflow, left);
            api.ended(workflow, left);
            go(workflow, kept);
            client.await(LiveTest::isEnd);

            assertThat(client.messages)
                    .noneMatch(message -> isEnd(message)
                            && message.path("executionId").asString().equals(left));
        }
    }

    @Test
    void server_sent_events_tell_how_a_run_goes_up_to_its_end_and_then_that_there_is_no_more() {
        String workflow = api.register(WAITING);
        String execution = started(workflow);
        String path = "/runs/" + execution + "/events";
        Api.Answer first = api.get(path).expect(200);
        assertThat(first.header("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        assertThat(first.text()).contains("event: update\n", "\"status\":\"EXECUTING\"", "retry: ");

        go(workflow, execution);
        api.ended(workflow, execution);
        Api.Answer last = api.with("Last-Event-ID", eventId(first)).get(path).expect(200);

        assertThat(last.text()).contains("\"status\":\"COMPLETED\"");
        assertThat(Long.parseLong(eventId(last))).isGreaterThan(Long.parseLong(eventId(first)));
        api.with("Last-Event-ID", eventId(last)).get(path).expect(204);
        api.with("Last-Event-ID", "nonsense").get(path).expect(200);
        api.get("/runs/x/events").expect(404);
        OtherWorkspace.admin(stack).get(path).expect(404);
    }

    private static String eventId(Api.Answer answer) {
        return answer.text().lines().findFirst().orElseThrow().replaceFirst("id: ", "");
    }

    @Test
    void a_ticket_lets_a_browser_connect_once() {
        String ticket =
                api.post("/tickets", "").expect(201).json().path("ticket").asString();
        try (LiveClient client = new LiveClient(LiveClient.url(stack, "?ticket=" + ticket), "", true)) {
            client.send("{\"action\":\"ping\"}");
            client.await(message -> message.path("type").asString("").equals("pong"));
        }

        refused(() -> new LiveClient(LiveClient.url(stack, "?ticket=" + ticket), "", true), 401);
    }

    @Test
    void nobody_connects_without_a_key_or_with_one_that_may_not_read() {
        String worker = api.post("/api-keys", "{\"name\":\"w\",\"roles\":[\"worker\"]}")
                .expect(201)
                .json()
                .path("secret")
                .asString();

        refused(() -> new LiveClient(LiveClient.url(stack, ""), "", true), 401);
        refused(() -> new LiveClient(LiveClient.url(stack, ""), "lk_nobody", true), 401);
        refused(() -> new LiveClient(LiveClient.url(stack, "?ticket=tk_nobody"), "", true), 401);
        refused(() -> new LiveClient(LiveClient.url(stack, ""), worker, true), 403);
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable connecting, int status) {
        assertThatThrownBy(connecting)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused ->
                                assertThat(refused.getResponse().statusCode()).isEqualTo(status));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[]",
                "7",
                "{}",
                "{\"action\":\"dance\"}",
                "{\"action\":\"subscribe\"}",
                "{\"action\":\"subscribe\",\"executionId\":\"E#..\"}",
                "{\"action\":\"subscribe\",\"executionId\":{}}",
                "{\"action\":\"subscribe\",\"executionId\":\"ex-01m80cec92cvvj68jtjpms6t9b\"}",
                "{\"action\":\"subscribe\",\"workflowId\":\"wf-01m80cec92cvvj68jtjpms6t9b\"}",
                "{\"action\":\"unsubscribe\"}"
            })
    void whatever_makes_no_sense_is_answered_and_the_connection_stays(String frame) {
        try (LiveClient client = LiveClient.of(stack)) {
            client.send(frame);
            client.await(message -> message.path("type").asString("").equals("error"));

            client.send("{\"action\":\"ping\"}");
            client.await(message -> message.path("type").asString("").equals("pong"));
        }
    }

    @Test
    void a_frame_that_is_too_large_is_refused_and_so_is_one_subscription_too_many() {
        String workflow = api.register(WAITING);
        try (LiveClient client = LiveClient.of(stack)) {
            client.send("{\"action\":\"" + "x".repeat(5_000) + "\"}");
            client.await(message -> message.path("type").asString("").equals("error"));
            List<String> executions = IntStream.range(0, 51)
                    .mapToObj(i -> api.execute(workflow, "{\"input\":{}}"))
                    .toList();
            executions.subList(0, 50).forEach(client::follow);

            client.send("{\"action\":\"subscribe\",\"executionId\":\"" + executions.getLast() + "\"}");
            client.await(message -> message.path("message").asString("").contains("50 things"));
            client.follow(executions.getFirst());
        }
    }

    @Test
    void another_workspace_s_executions_are_not_there() {
        String workflow = api.register(WAITING);
        String execution = started(workflow);
        String ticket = OtherWorkspace.admin(stack)
                .post("/tickets", "")
                .expect(201)
                .json()
                .path("ticket")
                .asString();
        try (LiveClient client = new LiveClient(LiveClient.url(stack, "?ticket=" + ticket), "", true)) {
            Stream.of("\"executionId\":\"" + execution, "\"workflowId\":\"" + workflow)
                    .forEach(subject -> client.send("{\"action\":\"subscribe\"," + subject + "\"}"));
            Awaitility.await().until(() -> client.messages.size() == 2);
            assertThat(client.messages)
                    .allMatch(message -> message.path("type").asString().equals("error"));
        }
    }

    @Test
    void one_that_is_gone_or_does_not_read_holds_up_no_other() {
        String workflow = api.register(WAITING);
        String execution = started(workflow);
        LiveClient gone = LiveClient.of(stack);
        gone.follow(execution);
        try (LiveClient deaf = new LiveClient(
                        LiveClient.url(stack, ""), stack.adminKey().text(), false);
                LiveClient client = LiveClient.of(stack)) {
            deaf.send("{\"action\":\"subscribe\",\"executionId\":\"" + execution + "\"}");
            client.follow(execution);
            gone.close();
            long before = System.nanoTime();
            go(workflow, execution);

            client.await(LiveTest::isEnd);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
        }
    }
}

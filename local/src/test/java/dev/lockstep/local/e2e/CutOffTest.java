package dev.lockstep.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.client.RunStatus;
import dev.lockstep.client.RunUpdate;
import dev.lockstep.client.Subscription;
import dev.lockstep.client.WorkflowClient;
import dev.lockstep.local.stack.LocalStack;
import dev.lockstep.local.stack.StackOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Whoever follows an execution and is cut off, while it goes on or across its end, learns how it stands when they are back. */
class CutOffTest {
    /** Between the two signals, five steps end; after the second, the last. */
    private static final String TWO_HALVES = """
            {"name": "halves", "steps": [
              {"type": "Await", "signal": "one"}, {"type": "Echo"}, {"type": "Echo"}, {"type": "Echo"}, {"type": "Echo"},
              {"type": "Await", "signal": "two"}]}""";

    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** Half of what the server lets somebody wait who knows how things stand. */
    private static final Duration AT_ONCE = Duration.ofSeconds(10);

    @SuppressWarnings("NullAway.Init")
    private static LocalStack stack;

    @SuppressWarnings("NullAway.Init")
    private static Api api;

    @SuppressWarnings("NullAway.Init")
    private static String workflow;

    @SuppressWarnings("NullAway.Init")
    private String execution;

    @SuppressWarnings("NullAway.Init")
    private Wire wire;

    @BeforeAll
    static void start() {
        stack = StackOptions.of(Project.template()).start();
        api = Api.of(stack);
        workflow = api.register(TWO_HALVES);
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @BeforeEach
    void begin() {
        execution = api.execute(workflow, "{\"input\":{}}");
        awaitWaiting(0);
        wire = new Wire(stack.url());
    }

    @AfterEach
    void close() {
        wire.close();
    }

    private void awaitWaiting(int task) {
        api.await(
                workflow,
                execution,
                view -> view.path("tasks").path(task).path("status").asString().equals("WAITING"));
    }

    private void signal(String name) {
        api.post("/workflows/" + workflow + "/executions/" + execution + "/signals/" + name, "{}")
                .expect(200);
    }

    private void goOn() {
        signal("one");
        awaitWaiting(5);
    }

    private void goOnToTheEnd() {
        signal("one");
        awaitWaiting(5);
        signal("two");
        api.ended(workflow, execution);
    }

    private LiveClient connected() {
        return new LiveClient(
                URI.create("ws" + wire.url().toString().substring(4) + "/live"),
                stack.adminKey().text(),
                true);
    }

    private static long sequence(JsonNode message) {
        return message.path("sequence").asLong();
    }

    @Test
    void a_webSocket_that_was_cut_tells_at_once_how_things_stand_when_it_is_back_and_then_the_rest() {
        LiveClient before = connected();
        before.follow(execution);
        wire.cut();
        goOn();
        wire.mend();

        try (LiveClient after = connected()) {
            after.follow(execution);
            JsonNode present = after.messages.getFirst();
            assertThat(present.path("snapshot")
                            .path("output")
                            .path("pendingStageCount")
                            .asInt())
                    .isEqualTo(1);
            assertThat(sequence(present)).isGreaterThan(sequence(before.messages.getFirst()));

            signal("two");
            JsonNode end =
                    after.await(message -> message.path("status").asString("").equals("COMPLETED"));
            assertThat(sequence(end)).isGreaterThan(sequence(present));
            assertThat(after.messages.getLast()).isEqualTo(end);
        }
        assertThat(before.messages).as("what was cut is not heard of").hasSize(1);
    }

    @Test
    void a_webSocket_that_was_cut_across_the_end_tells_of_the_end_at_once() {
        connected().follow(execution);
        wire.cut();
        goOnToTheEnd();
        wire.mend();

        try (LiveClient after = connected()) {
            after.follow(execution);
            assertThat(after.messages)
                    .singleElement()
                    .satisfies(message -> assertThat(
                                    message.path("snapshot").path("status").asString())
                            .isEqualTo("COMPLETED"));
        }
    }

    private Api.Answer events(String seen) {
        return Api.at(wire.url(), stack.adminKey().text())
                .with("Last-Event-ID", seen)
                .get("/runs/" + execution + "/events");
    }

    private static String id(Api.Answer events) {
        return events.text().lines().findFirst().orElseThrow().replaceFirst("id: ", "");
    }

    /** Asks for events after those that were seen, and is cut off while it waits for them. */
    private void waitInVain(String seen) {
        CompletableFuture<Api.Answer> waiting = CompletableFuture.supplyAsync(() -> events(seen));
        Awaitility.await().atMost(LIMIT).until(() -> wire.connections() > 0);
        wire.cut();
        assertThatThrownBy(waiting::join).hasMessageContaining("was not answered");
    }

    @Test
    void events_go_on_after_the_last_one_that_was_seen_at_once() {
        String seen = id(events("0"));
        waitInVain(seen);
        goOn();
        wire.mend();

        long began = System.nanoTime();
        Api.Answer present = events(seen).expect(200);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(AT_ONCE);
        assertThat(present.text()).contains("\"pendingStageCount\":1");
        assertThat(Long.parseLong(id(present))).isGreaterThan(Long.parseLong(seen));
    }

    @Test
    void events_tell_of_an_end_that_was_missed_at_once_and_then_that_there_is_no_more() {
        String seen = id(events("0"));
        waitInVain(seen);
        goOnToTheEnd();
        wire.mend();

        long began = System.nanoTime();
        Api.Answer end = events(seen).expect(200);
        assertThat(end.text()).contains("\"status\":\"COMPLETED\"");
        events(id(end)).expect(204);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(AT_ONCE);
    }

    @ParameterizedTest(name = "over {0}")
    @CsvSource({"a WebSocket, /live, 6", "server-sent events, /nothing, 4"})
    void the_client_s_stream_comes_back_by_itself_and_misses_neither_the_present_state_nor_the_end(
            String transport, String socket, int failures) throws Exception {
        List<RunUpdate> updates = new CopyOnWriteArrayList<>();
        try (WorkflowClient client = WorkflowClient.builder()
                .baseUrl(wire.url())
                .webSocketUrl(URI.create("ws" + wire.url().toString().substring(4) + socket))
                .apiKey(stack.adminKey().text())
                .build()) {
            Subscription stream = client.stream(execution, updates::add);
            await(updates, 6);
            wire.cut();
            goOn();
            // So often that a client which left a transport for every few failures would poll by then.
            Awaitility.await().atMost(LIMIT).until(() -> wire.refused() >= failures);
            wire.mend();
            await(updates, 1);
            wire.cut();
            signal("two");
            api.ended(workflow, execution);
            wire.mend();
            stream.ended().get(30, java.util.concurrent.TimeUnit.SECONDS);
        }

        assertThat(updates.getLast().status()).isEqualTo(RunStatus.COMPLETED);
        // Polled updates have none: it did not come down to that.
        assertThat(updates).as(transport).allMatch(update -> update.sequence().isPresent());
        assertThat(updates)
                .extracting(update -> update.sequence().orElseThrow())
                .isSorted()
                .doesNotHaveDuplicates();
    }

    private static void await(List<RunUpdate> updates, int pending) {
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> updates.stream().anyMatch(update -> update.pendingStageCount() == pending));
    }
}

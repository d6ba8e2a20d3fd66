package dev.lockstep.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.local.measure.CapacityCount;
import dev.lockstep.local.stack.LocalStack;
import dev.lockstep.local.stack.StackOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Many who follow one execution: what each of them sees, and what it costs. */
class CrowdTest {
    private static final int STAGES = 100;
    private static final int SUBSCRIBERS = 200;
    private static final int KILLED = 50;
    /** Of those who are not killed, how many come when it goes on already. */
    private static final int LATE = 50;

    /** Of two that are the same, neither is in its place. */
    private static final Comparator<Long> RISING = (one, other) -> one < other ? -1 : 1;

    private static final CapacityCount COUNT = new CapacityCount();

    @SuppressWarnings("NullAway.Init")
    private static LocalStack stack;

    private final Receiver receiver = new Receiver();

    @BeforeAll
    static void start() {
        stack = StackOptions.of(Project.template())
                .wrapConnections(client -> COUNT.on(client))
                .start();
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void each_of_two_hundred_sees_rising_sequences_and_last_the_end_though_fifty_are_killed_midway() {
        CountDownLatch midway = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        receiver.answers(number -> {
            midway.countDown();
            await(goOn);
            return 200;
        });
        Api api = Api.of(stack);
        String workflow = api.register("{\"name\":\"long\",\"steps\":[" + steps() + "]}");
        String execution = api.execute(workflow, "{\"input\":{}}");
        List<LiveClient> all =
                Stream.generate(() -> LiveClient.of(stack)).limit(SUBSCRIBERS).toList();
        List<LiveClient> killed = all.subList(0, KILLED);
        List<LiveClient> others = all.subList(KILLED, SUBSCRIBERS);
        List<LiveClient> late = all.subList(SUBSCRIBERS - LATE, SUBSCRIBERS);
        sideBySide(all.subList(0, SUBSCRIBERS - LATE), client -> client.follow(execution));

        COUNT.reset();
        long began = System.nanoTime();
        api.post("/workflows/" + workflow + "/executions/" + execution + "/signals/go", "{}")
                .expect(200);
        CompletableFuture<Void> joining =
                CompletableFuture.runAsync(() -> sideBySide(late, client -> client.follow(execution)));
        await(midway);
        sideBySide(killed, LiveClient::close);
        goOn.countDown();
        joining.join();
        others.forEach(client -> client.await(CrowdTest::isEnd));
        double seconds = (System.nanoTime() - began) / 1e9;
        double posts = COUNT.of("post");

        assertThat(others).allSatisfy(client -> {
            List<JsonNode> messages = client.of(execution);
            assertThat(messages)
                    .extracting(message -> message.path("sequence").asLong())
                    .isSortedAccordingTo(RISING);
            assertThat(messages).filteredOn(CrowdTest::isEnd).containsExactly(messages.getLast());
        });
        assertThat(killed).noneMatch(client -> client.messages.stream().anyMatch(CrowdTest::isEnd));
        System.out.printf(
                "%d subscribers to %d stages, %d of them killed midway: %.0f posts in %.1f s, where one for each stage and"
                        + " subscriber would be %d%n",
                SUBSCRIBERS, STAGES, KILLED, posts, seconds, STAGES * SUBSCRIBERS);
        // What happens within a second is told at once: it would have to take 25 s, which is several times what it
        // takes.
        assertThat(posts).isBetween(1.0 * others.size(), STAGES * SUBSCRIBERS / 4.0);
        others.forEach(LiveClient::close);
    }

    /** The first waits for a signal, and one in the middle for whoever it asks. */
    private String steps() {
        List<String> steps = new ArrayList<>(Collections.nCopies(STAGES, "{\"type\":\"Echo\"}"));
        steps.set(0, "{\"type\":\"Await\",\"signal\":\"go\"}");
        steps.set(STAGES / 2, "{\"type\":\"HttpRequest\",\"url\":\"" + receiver.url() + "\"}");
        return String.join(",", steps);
    }

    private static boolean isEnd(JsonNode message) {
        JsonNode status = message.has("snapshot") ? message.path("snapshot") : message;
        return status.path("status").asString("").equals("COMPLETED");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static void sideBySide(List<LiveClient> clients, Consumer<LiveClient> work) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.invokeAll(clients.stream()
                            .map(client -> Executors.callable(() -> work.accept(client)))
                            .toList())
                    .forEach(done -> {
                        try {
                            done.get();
                        } catch (Exception e) {
                            throw new AssertionError(e);
                        }
                    });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}

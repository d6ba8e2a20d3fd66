package dev.lockstep.client;

import static dev.lockstep.client.TestServer.json;
import static dev.lockstep.client.TestServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkerTest {
    private static final String POLL = "POST /workers/resize/poll";
    private static final String HEARTBEAT = "POST /workers/resize/heartbeat";
    private static final String COMPLETE = "POST /workers/resize/complete";
    private static final String FAIL = "POST /workers/resize/fail";
    private static final TestServer.Handler NONE = (exchange, request) -> {
        // As a long poll, which keeps an idle worker from asking again and again.
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        json(200, "{\"tasks\":[]}").handle(exchange, request);
    };

    private final TestServer server = new TestServer();
    private final List<LockstepException> troubles = new CopyOnWriteArrayList<>();
    private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        server.close();
    }

    private static String task(int number, Duration lease) {
        return """
                {"task_token":"token-%1$d","type":"resize","workflow_id":"wf-1","execution_id":"ex-1","step":"resize","attempt":2,
                 "input":{"number":%1$d},"idempotency_key":"ex-1/resize/0","lease_expires_at":"%2$s","timeout_at":"%2$s"}""".formatted(number, Instant.now().plus(lease));
    }

    private static TestServer.Handler tasks(String... tasks) {
        return json(200, "{\"tasks\":[" + String.join(",", tasks) + "]}");
    }

    private TestServer.Handler accepting() {
        return (exchange, request) -> {
            told.add(request.body());
            json(200, "{\"status\":\"accepted\"}").handle(exchange, request);
        };
    }

    private Worker.Builder worker() {
        return Worker.builder()
                .baseUrl(server.url())
                .apiKey("lk_test")
                .taskType("resize")
                .name("resizer-1")
                .pollWait(Duration.ofSeconds(1))
                .timing(Samples.HASTY)
                .onError(troubles::add);
    }

    private String nextTold() throws InterruptedException {
        String next = told.poll(20, TimeUnit.SECONDS);
        assertThat(next).as("what the worker tells").isNotNull();
        return next;
    }

    record Input(int number) {}

    @Test
    void a_task_is_taken_done_and_told() throws Exception {
        server.on(POLL, tasks(task(7, Duration.ofMinutes(1))), NONE).on(COMPLETE, accepting());
        List<Task> seen = new CopyOnWriteArrayList<>();
        try (Worker worker = worker().concurrency(3)
                .handler(task -> {
                    seen.add(task);
                    return TaskResult.completed(Map.of(
                                    "twice", 2 * task.inputAs(Input.class).number()))
                            .withCredits(5);
                })
                .start()) {
            assertThat(worker).isNotNull();
            assertThat(nextTold()).isEqualTo("{\"task_token\":\"token-7\",\"output\":{\"twice\":14},\"credits\":5}");
        }

        assertThat(seen.getFirst().attempt()).isEqualTo(2);
        assertThat(seen.getFirst().idempotencyKey()).isEqualTo("ex-1/resize/0");
        assertThat(server.requests(POLL).getFirst().body())
                .isEqualTo("{\"max\":3,\"wait_seconds\":1,\"worker\":\"resizer-1\"}");
    }

    @Test
    void an_outcome_whose_answer_is_lost_is_told_again() throws Exception {
        server.on(POLL, tasks(task(1, Duration.ofMinutes(1))), NONE)
                .on(COMPLETE, problem(500, "oh no"), (exchange, request) -> exchange.close(), accepting());
        try (Worker worker =
                worker().handler(task -> TaskResult.completed(Map.of())).start()) {
            assertThat(worker).isNotNull();
            nextTold();
        }

        assertThat(server.requests(COMPLETE)).hasSize(3);
        assertThat(server.requests(COMPLETE))
                .extracting(sent -> sent.header("Idempotency-Key"))
                .containsOnly(server.requests(COMPLETE).getFirst().header("Idempotency-Key"));
    }

    @Test
    void what_fails_is_told_with_its_name_and_whether_to_try_again() throws Exception {
        server.on(POLL, tasks(task(1, Duration.ofMinutes(1)), task(2, Duration.ofMinutes(1))), NONE)
                .on(FAIL, accepting());
        try (Worker worker = worker().handler(task -> {
                    if (task.inputAs(Input.class).number() == 1) {
                        throw new IllegalStateException("the disk is full");
                    }
                    return TaskResult.failedForGood("NoSuchFile", "cat.png").withDetails(Map.of("folder", "/cats"));
                })
                .start()) {
            assertThat(worker).isNotNull();
            assertThat(List.of(nextTold(), nextTold()))
                    .containsExactlyInAnyOrder(
                            "{\"task_token\":\"token-1\",\"error\":\"IllegalStateException\","
                                    + "\"message\":\"the disk is full\",\"retryable\":true}",
                            "{\"task_token\":\"token-2\",\"error\":\"NoSuchFile\","
                                    + "\"message\":\"cat.png\",\"retryable\":false,\"details\":{\"folder\":\"/cats\"}}");
        }
    }

    @Test
    void an_output_that_cannot_be_recorded_is_told_as_a_failure_for_good() throws Exception {
        server.on(POLL, tasks(task(1, Duration.ofMinutes(1))), NONE)
                .on(COMPLETE, problem(422, "too large"))
                .on(FAIL, accepting());
        try (Worker worker =
                worker().handler(task -> TaskResult.completed(Map.of())).start()) {
            assertThat(worker).isNotNull();
            assertThat(nextTold()).contains("\"error\":\"OutputRefused\"", "too large", "\"retryable\":false");
        }
    }

    @Test
    void a_failure_whose_details_are_refused_is_told_without_them() throws Exception {
        server.on(POLL, tasks(task(1, Duration.ofMinutes(1))), NONE)
                .on(FAIL, problem(400, "details must be an object"), accepting());
        try (Worker worker = worker().handler(
                        task -> TaskResult.failed("NoSpace", "full").withDetails(List.of(1)))
                .start()) {
            assertThat(worker).isNotNull();
            assertThat(nextTold()).contains("\"error\":\"NoSpace\"").doesNotContain("details");
        }
    }

    @Test
    void a_task_that_takes_longer_than_its_lease_is_kept_by_heartbeats() throws Exception {
        CountDownLatch beats = new CountDownLatch(3);
        server.on(POLL, tasks(task(1, Duration.ofSeconds(1))), NONE)
                .on(HEARTBEAT, (exchange, request) -> {
                    beats.countDown();
                    json(200, "{\"lease_expires_at\":\"" + Instant.now().plusSeconds(1) + "\"}")
                            .handle(exchange, request);
                })
                .on(COMPLETE, accepting());
        try (Worker worker = worker().handler(task -> {
                    assertThat(beats.await(20, TimeUnit.SECONDS)).isTrue();
                    return TaskResult.completed(Map.of());
                })
                .start()) {
            assertThat(worker).isNotNull();
            nextTold();
        }

        assertThat(troubles).isEmpty();
    }

    @Test
    void a_task_that_is_lost_is_given_up_and_not_told_of() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        server.on(POLL, tasks(task(1, Duration.ofMillis(300))), NONE).on(HEARTBEAT, problem(409, "canceled"));
        try (Worker worker = worker().handler(task -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                        throw e;
                    }
                    return TaskResult.completed(Map.of());
                })
                .start()) {
            assertThat(worker).isNotNull();
            assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(server.requests(COMPLETE)).isEmpty();
        assertThat(server.requests(FAIL)).isEmpty();
    }

    @Test
    void no_more_tasks_are_worked_on_at_once_than_it_may() throws Exception {
        AtomicInteger next = new AtomicInteger();
        server.on(POLL, (exchange, request) -> {
                    int most = Json.MAPPER.readTree(request.body()).path("max").asInt();
                    tasks(IntStream.range(0, most)
                                    .mapToObj(i -> task(next.incrementAndGet(), Duration.ofMinutes(1)))
                                    .toArray(String[]::new))
                            .handle(exchange, request);
                })
                .on(COMPLETE, accepting());
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (Worker worker = worker().concurrency(4)
                .handler(task -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    Thread.sleep(5);
                    now.decrementAndGet();
                    return TaskResult.completed(Map.of());
                })
                .start()) {
            assertThat(worker).isNotNull();
            for (int i = 0; i < 40; i++) {
                nextTold();
            }
        }

        assertThat(most).hasValueBetween(2, 4);
    }

    @Test
    void whoever_closes_it_waits_for_what_was_taken() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch may = new CountDownLatch(1);
        server.on(POLL, tasks(task(1, Duration.ofMinutes(1))), NONE).on(COMPLETE, accepting());
        Worker worker = worker().handler(task -> {
                    begun.countDown();
                    may.await();
                    return TaskResult.completed(Map.of());
                })
                .start();
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        Thread closing = Thread.ofVirtual().start(worker::close);
        assertThat(closing.join(Duration.ofMillis(200))).isFalse();
        may.countDown();

        assertThat(closing.join(Duration.ofSeconds(20))).isTrue();
        assertThat(told).hasSize(1);
    }

    @Test
    void a_server_that_is_away_for_a_while_is_told_of_and_polled_again() throws Exception {
        server.on(POLL, problem(503, "away"), problem(401, "no such key"), tasks(task(1, Duration.ofMinutes(1))), NONE)
                .on(COMPLETE, accepting());
        try (Worker worker =
                worker().handler(task -> TaskResult.completed(Map.of())).start()) {
            assertThat(worker).isNotNull();
            nextTold();
        }

        assertThat(troubles).extracting(error -> error.status().orElse(0)).containsExactly(503, 401);
    }
}

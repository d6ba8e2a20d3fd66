package dev.lockstep.adapters.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.ports.Samples;
import dev.lockstep.engine.ports.StepQueue.Delayed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SharedBatchesTest {
    /** Requests as they were made, each held back until it is let go. */
    private final ConcurrentLinkedQueue<List<Outgoing>> requests = new ConcurrentLinkedQueue<>();

    private final Semaphore underWay = new Semaphore(0);
    private final CountDownLatch letGo = new CountDownLatch(1);
    private final SharedBatches batches = new SharedBatches(this::held, Duration.ofMinutes(1));

    private Map<Outgoing, RuntimeException> held(List<Outgoing> batch) {
        requests.add(batch);
        underWay.release();
        try {
            letGo.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (batch.stream().anyMatch(message -> message.body.contains("\"broken\""))) {
            throw new IllegalStateException("no connection");
        }
        return batch.stream()
                .filter(message -> message.body.contains("\"bad\""))
                .collect(Collectors.toMap(message -> message, message -> new IllegalStateException("refused")));
    }

    private static Outgoing message(String stage) {
        Step step = new Step(Samples.VERSION, new ExecutionId("ex-1"), StageRunKey.first(stage));
        return Outgoing.of(new Delayed(step, Duration.ZERO));
    }

    private static List<Outgoing> messages(int count) {
        return IntStream.range(0, count).mapToObj(i -> message("s" + i)).toList();
    }

    /** Each caller on a thread of its own; the first has its request under way before the others come. */
    private void send(List<List<Outgoing>> callers) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> sends = new ArrayList<>();
            sends.add(threads.submit(() -> batches.send(callers.getFirst())));
            underWay.acquire();
            for (List<Outgoing> caller : callers.subList(1, callers.size())) {
                sends.add(threads.submit(() -> batches.send(caller)));
            }
            awaitGathered(callers.stream().skip(1).mapToInt(List::size).sum());
            letGo.countDown();
            for (Future<?> send : sends) {
                send.get();
            }
        }
    }

    /** Full batches go at once, so what gathers is what they leave. */
    private void awaitGathered(int messages) throws InterruptedException {
        while (batches.gathered() + 10 * (requests.size() - 1) < messages) {
            Thread.sleep(1);
        }
    }

    @Test
    void a_lone_caller_sends_at_once() {
        letGo.countDown();

        batches.send(messages(3));
        batches.send(messages(1));

        assertThat(requests).extracting(List::size).containsExactly(3, 1);
    }

    @Test
    void many_messages_go_in_full_batches() {
        letGo.countDown();

        batches.send(messages(25));

        assertThat(requests).extracting(List::size).containsExactly(10, 10, 5);
    }

    @Test
    void what_comes_while_a_request_is_under_way_shares_the_next() throws Exception {
        send(List.of(messages(1), messages(1), messages(2), messages(1), messages(3)));

        assertThat(requests).extracting(List::size).containsExactly(1, 7);
    }

    @Test
    void a_full_batch_does_not_wait_for_what_is_under_way() throws Exception {
        send(List.of(messages(1), messages(12)));

        assertThat(requests).extracting(List::size).containsExactly(1, 10, 2);
    }

    @Test
    void a_caller_fails_for_its_own_messages_alone() throws Exception {
        Outgoing bad = message("bad");
        Outgoing good = message("good");

        send(List.of(messages(1), List.of(bad), List.of(good)));

        assertThat(requests).hasSize(2);
        assertThat(bad.failure()).isPresent();
        assertThat(good.failure()).isEmpty();
    }

    @Test
    void a_request_that_breaks_off_fails_all_that_shared_it() throws Exception {
        Outgoing first = message("first");
        Outgoing broken = message("broken");
        Outgoing beside = message("beside");

        send(List.of(List.of(first), List.of(broken), List.of(beside)));

        assertThat(first.failure()).isEmpty();
        assertThat(broken.failure()).isPresent();
        assertThat(beside.failure()).isPresent();
    }

    @Test
    void a_request_holds_no_more_bytes_than_the_queue_takes() {
        letGo.countDown();
        List<Outgoing> large = IntStream.range(0, 4)
                .mapToObj(i -> message("x".repeat(400 * 1024)))
                .toList();

        batches.send(large);

        assertThat(requests).extracting(List::size).containsExactly(2, 2);
    }

    @Test
    void callers_that_are_announced_share_a_request() throws Exception {
        letGo.countDown();
        batches.expect(3);

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 3; i++) {
                threads.execute(() -> batches.send(messages(1)));
            }
        }

        assertThat(requests).extracting(List::size).containsExactly(3);
    }

    @Test
    void a_caller_that_is_done_without_sending_is_not_waited_for() throws Exception {
        letGo.countDown();
        batches.expect(2);

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.execute(() -> batches.send(messages(1)));
            while (batches.gathered() == 0) {
                Thread.sleep(1);
            }
            assertThat(requests).isEmpty();
            batches.done();
        }

        assertThat(requests).extracting(List::size).containsExactly(1);
    }

    @Test
    void a_full_batch_does_not_wait_for_announced_callers() {
        letGo.countDown();
        batches.expect(2);

        batches.send(messages(10));

        assertThat(requests).extracting(List::size).containsExactly(10);
    }

    @Test
    void patience_with_announced_callers_ends() {
        letGo.countDown();
        SharedBatches impatient = new SharedBatches(this::held, Duration.ofMillis(1));
        impatient.expect(2);

        impatient.send(messages(1));

        assertThat(requests).extracting(List::size).containsExactly(1);
    }

    @Test
    void an_interrupt_ends_patience_and_is_kept() {
        letGo.countDown();
        batches.expect(2);
        Thread.currentThread().interrupt();

        batches.send(messages(1));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(requests).extracting(List::size).containsExactly(1);
    }
}

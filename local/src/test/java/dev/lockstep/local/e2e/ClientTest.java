package dev.lockstep.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockstep.client.LockstepException;
import dev.lockstep.client.Problem;
import dev.lockstep.client.Run;
import dev.lockstep.client.RunListener;
import dev.lockstep.client.RunStatus;
import dev.lockstep.client.RunUpdate;
import dev.lockstep.client.StartedRun;
import dev.lockstep.client.Subscription;
import dev.lockstep.client.TaskResult;
import dev.lockstep.client.Worker;
import dev.lockstep.client.WorkflowClient;
import dev.lockstep.local.stack.LocalStack;
import dev.lockstep.local.stack.StackOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** The Java client against all of it. */
class ClientTest {
    private static final String SLOW = "{\"name\":\"Slow\",\"steps\":[{\"type\":\"Wait\",\"seconds\":600}]}";
    private static final Duration LONG = Duration.ofSeconds(30);

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

    private static WorkflowClient client(String definition) {
        return WorkflowClient.builder()
                .baseUrl(stack.url())
                .apiKey(stack.adminKey().text())
                .workflowId(api.register(definition))
                .build();
    }

    private static List<String> blocks(String language) throws IOException {
        Matcher block = Pattern.compile("^```" + language + "\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(read("docs/clients.md"));
        List<String> blocks = new ArrayList<>();
        while (block.find()) {
            blocks.add(block.group(1));
        }
        return blocks;
    }

    private static String read(String file) throws IOException {
        return Files.readString(Project.file(file));
    }

    private static String withoutSpace(String text) {
        return text.replaceAll("\\s+", "");
    }

    @Test
    void the_examples_of_the_documentation_are_those_that_are_run() throws IOException {
        String run = read("local/src/test/java/dev/lockstep/local/e2e/ClientExample.java");
        assertThat(blocks("java"))
                .hasSize(2)
                .allSatisfy(block -> assertThat(withoutSpace(run))
                        .contains(withoutSpace(block.replace("Worker worker =", "return"))));
        assertThat(blocks("js"))
                .singleElement()
                .satisfies(block -> assertThat(read("client/js/README.md")).contains(block));
    }

    @Test
    void the_example_prints_what_the_documentation_says() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        new ClientExample(out).follow(stack.url(), stack.adminKey().text(), api.register(Api.DUMMY));

        // Which updates there are is a matter of time; all else is not.
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines().filter(line -> !line.startsWith("update ")))
                .containsExactlyElementsOf(blocks("text")
                        .getFirst()
                        .lines()
                        .filter(line -> !line.startsWith("update "))
                        .toList());
    }

    @Test
    void the_example_s_worker_does_the_step_s_work() throws Exception {
        try (Worker worker = new ClientExample(System.out)
                        .work(stack.url(), stack.adminKey().text());
                WorkflowClient client = client("""
                        {"name": "Thumbnail", "steps": [
                          {"id": "resize", "type": "Worker", "task_type": "resize"},
                          {"type": "StaticTextInput", "input": "made ${steps.resize.output.file}"}]}""")) {
            assertThat(worker).isNotNull();
            Run run =
                    client.waitForRun(client.trigger(Map.of("file", "cat.png")).runId(), LONG);

            assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(run.runStages().getLast().output()).hasToString("Optional[{\"text\":\"made small-cat.png\"}]");
        }
    }

    @Test
    void a_worker_keeps_a_task_beyond_its_lease_and_an_attempt_that_failed_is_followed_by_another() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        try (Worker worker = Worker.builder()
                        .baseUrl(stack.url())
                        .apiKey(stack.adminKey().text())
                        .taskType("slow")
                        .pollWait(Duration.ofSeconds(1))
                        .handler(task -> {
                            if (attempts.incrementAndGet() == 1) {
                                throw new IllegalStateException("not yet");
                            }
                            // Longer than the lease, twice over: by heartbeats alone it stays this worker's.
                            Thread.sleep(2_500);
                            return TaskResult.completed(Map.of("attempt", task.attempt()))
                                    .withCredits(7);
                        })
                        .start();
                WorkflowClient client = client("""
                        {"name": "Outside", "steps": [{"type": "Worker", "task_type": "slow", "heartbeat_seconds": 1,
                          "retry": {"max_attempts": 2, "backoff": "fixed", "delay_seconds": 0}}]}""")) {
            assertThat(worker).isNotNull();
            Run run = client.waitForRun(client.trigger().runId(), LONG);

            assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(run.runStages().getFirst().output()).hasToString("Optional[{\"attempt\":2}]");
            assertThat(attempts).hasValue(2);
        }
    }

    @RepeatedTest(5)
    void a_stream_tells_how_a_run_goes_while_it_is_open_with_the_end_last() throws Exception {
        List<RunUpdate> updates = new CopyOnWriteArrayList<>();
        CountDownLatch executing = new CountDownLatch(1);
        try (WorkflowClient client = client(SLOW)) {
            StartedRun started = client.trigger();
            Subscription stream = client.stream(started.runId(), update -> {
                updates.add(update);
                if (update.status() == RunStatus.EXECUTING) {
                    executing.countDown();
                }
            });
            assertThat(executing.await(30, TimeUnit.SECONDS)).isTrue();
            Run canceled = client.cancel(started.runId(), "changed my mind");
            stream.ended().get(30, TimeUnit.SECONDS);

            assertThat(canceled.cancelReason()).contains("changed my mind");
            assertThat(canceled.cancelRequestedAt()).isPresent();
        }
        assertThat(updates.getLast().status()).isEqualTo(RunStatus.CANCELED);
        assertThat(updates.getLast().pendingStageCount()).isZero();
        // Polled updates have none: it was heard of as it happened.
        assertThat(updates).allMatch(update -> update.sequence().isPresent());
        assertThat(updates.subList(0, updates.size() - 1))
                .noneMatch(update -> update.status().isTerminal());
    }

    @Test
    void a_stream_of_a_run_that_there_is_not_ends_with_an_error() throws Exception {
        List<LockstepException> errors = new CopyOnWriteArrayList<>();
        try (WorkflowClient client = client(Api.DUMMY)) {
            client.stream("ex-00000000000000000000000000", new RunListener() {
                        @Override
                        public void onUpdate(RunUpdate update) {}

                        @Override
                        public void onError(LockstepException error) {
                            errors.add(error);
                        }
                    })
                    .ended()
                    .get(30, TimeUnit.SECONDS);
        }

        assertThat(errors)
                .singleElement()
                .satisfies(error -> assertThat(error.status()).hasValue(404));
    }

    @Test
    void one_idempotency_key_starts_one_run() throws Exception {
        try (WorkflowClient client = client(Api.DUMMY)) {
            StartedRun one = client.trigger(Map.of(), "order-17");

            assertThat(client.trigger(Map.of(), "order-17")).isEqualTo(one);
            assertThat(catchThrowableOfType(LockstepException.class, () -> client.trigger(Map.of("a", 1), "order-17"))
                            .status())
                    .hasValue(422);
        }
    }

    @Test
    void a_run_that_takes_longer_than_one_waits_is_told_as_timed_out_and_goes_on() throws Exception {
        try (WorkflowClient client = client(SLOW)) {
            String run = client.trigger().runId();

            assertThatThrownBy(() -> client.waitForRun(run, Duration.ofMillis(300)))
                    .isInstanceOf(LockstepException.class)
                    .hasMessageContaining("timed out");
            assertThat(client.get(run).status().isTerminal()).isFalse();
        }
    }

    @Test
    void errors_carry_the_problem_of_the_server() throws Exception {
        String typed = """
                {"name": "Typed", "steps": [{"type": "Echo"}], "input_schema":
                  {"type": "object", "required": ["days"], "properties": {"days": {"type": "integer"}}}}""";
        try (WorkflowClient client = client(typed)) {
            LockstepException refused =
                    catchThrowableOfType(LockstepException.class, () -> client.trigger(Map.of("days", "many")));

            assertThat(refused.status()).hasValue(400);
            assertThat(refused.problem().map(Problem::errors).orElseThrow()).isNotEmpty();
        }
    }
}

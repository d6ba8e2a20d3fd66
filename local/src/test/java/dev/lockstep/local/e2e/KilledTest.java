package dev.lockstep.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Executions of every shape go on when the runtime is killed, again and again. */
class KilledTest {
    private static final int EXECUTIONS = 200;

    /** Longer than an attempt under way at a kill can have been under way. */
    private static final Duration ATTEMPT = Duration.ofSeconds(15);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /** A receiver of effects, which notes when each came, by its key. */
    private static final class Receiver implements AutoCloseable {
        private final Map<String, Queue<Instant>> calls = new ConcurrentHashMap<>();
        private final HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

        Receiver() throws IOException {
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", exchange -> {
                String key = String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
                calls.computeIfAbsent(key, any -> new ConcurrentLinkedQueue<>()).add(Instant.now());
                byte[] answer = "{\"ok\":true}".getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
                exchange.close();
            });
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort() + "/effect";
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    /** Effects, a wait, a fork and a join, a map whose elements are effects, and a loop. */
    private static String definition(String url) {
        return """
                {"name": "everything", "steps": [
                  {"id": "begin", "type": "HttpRequest", "method": "POST", "url": "%1$s", "retry": {"max_attempts": 5}},
                  {"id": "wait", "type": "Wait", "seconds": 1, "after": ["begin"]},
                  {"id": "left", "type": "HttpRequest", "method": "POST", "url": "%1$s", "after": ["begin"], "retry": {"max_attempts": 5}},
                  {"id": "both", "type": "Join", "after": ["wait", "left"]},
                  {"id": "each", "type": "HttpRequest", "method": "POST", "url": "%1$s", "for_each": [1, 2, 3], "max_concurrency": 2,
                   "retry": {"max_attempts": 5}},
                  {"id": "rounds", "type": "Loop", "until": "${steps.rounds.iteration >= 2}", "max_iterations": 5,
                   "steps": [{"id": "round", "type": "Echo"}]},
                  {"id": "end", "type": "HttpRequest", "method": "POST", "url": "%1$s", "retry": {"max_attempts": 5}}
                ]}""".formatted(url);
    }

    private static List<String> startAll(Api api, String workflow) throws InterruptedException {
        try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
            List<Callable<String>> calls = IntStream.range(0, EXECUTIONS)
                    .<Callable<String>>mapToObj(i -> () -> api.execute(workflow, "{}"))
                    .toList();
            return callers.invokeAll(calls).stream().map(Future::resultNow).toList();
        }
    }

    private static int underWay(Api api, String workflow) {
        return api.get("/workflows/" + workflow + "/executions?status=RUNNING&limit=100")
                .expect(200)
                .json()
                .path("executions")
                .size();
    }

    @Test
    @Timeout(value = 6, unit = TimeUnit.MINUTES)
    void every_accepted_execution_completes_and_effects_run_twice_only_where_they_were_under_way_at_a_kill()
            throws Exception {
        try (Receiver receiver = new Receiver()) {
            List<Instant> kills = new ArrayList<>();
            Up up = Up.start(folder);
            String workflow = up.api().register(definition(receiver.url()));
            List<String> accepted = startAll(up.api(), workflow);
            for (int kill = 0; kill < 3; kill++) {
                int effects = receiver.calls.size();
                // Each kill comes in the middle: after more effects have been had, and before all have.
                Awaitility.await()
                        .atMost(Duration.ofMinutes(1))
                        .until(() -> receiver.calls.size() >= Math.min(effects + 150, EXECUTIONS * 6 - 50));
                assertThat(underWay(up.api(), workflow))
                        .as("executions under way")
                        .isPositive();
                kills.add(Instant.now());
                up.kill();
                up = Up.start(folder);
            }
            Api last = up.api();
            try {
                Awaitility.await()
                        .atMost(Duration.ofMinutes(3))
                        .pollInterval(Duration.ofMillis(500))
                        .until(() -> underWay(last, workflow) == 0);
                for (String id : accepted) {
                    JsonNode execution = last.execution(workflow, id);
                    assertThat(execution.path("status").asString())
                            .as("%s", execution)
                            .isEqualTo("COMPLETED");
                }
            } finally {
                up.kill();
            }
            check(receiver, accepted, kills);
        }
    }

    private static void check(Receiver receiver, List<String> accepted, List<Instant> kills) {
        List<String> steps = List.of("begin/0", "left/0", "each/0.0", "each/0.1", "each/0.2", "end/0");
        assertThat(receiver.calls.keySet())
                .as("each effect carried its key")
                .containsExactlyInAnyOrderElementsOf(accepted.stream()
                        .flatMap(id -> steps.stream().map(step -> id + "/" + step))
                        .toList());
        receiver.calls.forEach((key, times) -> {
            List<Instant> calls = List.copyOf(times);
            for (Instant call : calls.subList(0, calls.size() - 1)) {
                assertThat(kills)
                        .as("%s was run at %s, all of %s, and again", key, call, calls)
                        .anyMatch(kill -> !call.isAfter(kill.plusSeconds(1)) && call.isAfter(kill.minus(ATTEMPT)));
            }
        });
    }
}

package dev.lockstep.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.lockstep.engine.data.Json;
import dev.lockstep.local.stack.LocalStack;
import dev.lockstep.local.stack.StackOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Steps that reach the outside: a server on this machine, and places that no step may reach. */
class EffectsTest {
    private record Call(String path, String key, String body, long atNanos) {}

    private static final List<Call> CALLS = new CopyOnWriteArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private static HttpServer server;

    @SuppressWarnings("NullAway.Init")
    private static LocalStack stack;

    @SuppressWarnings("NullAway.Init")
    private static Api api;

    @BeforeAll
    static void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            CALLS.add(
                    new Call(path, exchange.getRequestHeaders().getFirst("Idempotency-Key"), body, System.nanoTime()));
            boolean busy = path.equals("/busy")
                    || (path.equals("/flaky") && calls(path).size() <= 2);
            byte[] answer =
                    (busy ? "" : "{\"got\":" + (body.isEmpty() ? "null" : body) + "}").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            if (busy) {
                exchange.getResponseHeaders().add("Retry-After", "1");
            }
            exchange.sendResponseHeaders(busy ? 503 : 200, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        stack = StackOptions.of(Project.template()).start();
        api = Api.of(stack);
    }

    @AfterAll
    static void stop() {
        stack.close();
        server.stop(0);
    }

    private static List<Call> calls(String path) {
        return CALLS.stream().filter(call -> call.path().equals(path)).toList();
    }

    private static String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private static String step(Map<String, Object> fields) {
        return "{\"name\":\"Effects\",\"steps\":[" + Json.write(fields) + "]}";
    }

    @Test
    void a_server_that_is_busy_is_called_again_no_sooner_than_it_wants_and_with_the_same_key() {
        JsonNode execution = api.run(
                step(Map.of(
                        "type",
                        "HttpRequest",
                        "id",
                        "call",
                        "method",
                        "POST",
                        "url",
                        url("/flaky"),
                        "body",
                        Map.of("order", "${input.order}"),
                        "retry",
                        Map.of(
                                "max_attempts",
                                3,
                                "backoff",
                                "fixed",
                                "delay_seconds",
                                0,
                                "on",
                                List.of("HttpStatus")))),
                "{\"input\":{\"order\":17}}");

        assertThat(execution.path("status").asString()).as("%s", execution).isEqualTo("COMPLETED");
        assertThat(execution.path("output").path("status").intValue()).isEqualTo(200);
        assertThat(Json.write(execution.path("output").path("body"))).isEqualTo("{\"got\":{\"order\":17}}");
        List<Call> calls = calls("/flaky");
        assertThat(calls).hasSize(3);
        assertThat(calls.stream().map(Call::key).distinct())
                .containsExactly(execution.path("execution_id").asString() + "/call/0");
        for (int i = 1; i < calls.size(); i++) {
            assertThat(Duration.ofNanos(
                            calls.get(i).atNanos() - calls.get(i - 1).atNanos()))
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        }
    }

    @Test
    void without_a_policy_a_busy_server_fails_the_execution() {
        JsonNode execution = api.run(step(Map.of("type", "HttpRequest", "url", url("/busy"))), "{}");

        assertThat(execution.path("status").asString()).isEqualTo("FAILED");
        assertThat(Json.write(execution.path("tasks").get(0).path("error")))
                .contains("HttpStatus")
                .contains("the answer is 503 Service Unavailable");
        assertThat(calls("/busy")).hasSize(1);
    }

    @Test
    void the_metadata_of_a_cloud_is_out_of_reach() {
        assertThat(error(Map.of("type", "HttpRequest", "url", "http://169.254.169.254/")))
                .contains("AddressRefused");
        assertThat(error(Map.of("type", "HttpRequest", "url", "https://${input.host}/")))
                .contains("AddressRefused");
    }

    @Test
    void a_function_that_the_deployment_does_not_list_is_not_invoked() {
        assertThat(error(Map.of("type", "Lambda", "function", "billing"))).contains("NotAllowed");
    }

    private static String error(Map<String, Object> step) {
        JsonNode execution = api.run(step(step), "{\"input\":{\"host\":\"metadata.google.internal\"}}");
        assertThat(execution.path("status").asString()).isEqualTo("FAILED");
        return Json.write(execution.path("tasks").get(0).path("error"));
    }
}

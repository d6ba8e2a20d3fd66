package dev.lockstep.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers calls as a test says, and keeps them. What is not there is a 404. */
final class StubServer implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Queue<Answer>> answers = new HashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    private record Answer(int status, String body) {}

    record Request(String call, String body, Optional<String> contentType, Optional<String> idempotencyKey) {}

    StubServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    /** Each answer is given once. */
    StubServer on(String call, int status, String body) {
        answers.computeIfAbsent(call, unused -> new ArrayDeque<>()).add(new Answer(status, body));
        return this;
    }

    private void handle(HttpExchange exchange) throws IOException {
        String call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        requests.add(new Request(
                call,
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type")),
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Idempotency-Key"))));
        Queue<Answer> left = answers.getOrDefault(call, new ArrayDeque<>());
        Answer answer = left.isEmpty() ? new Answer(404, "{\"title\":\"Not Found\"}") : left.remove();
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Request> requests() {
        return requests;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

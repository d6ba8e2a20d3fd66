package dev.lockstep.local.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lockstep.engine.data.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntUnaryOperator;
import tools.jackson.databind.JsonNode;

/** Somebody who is told of executions, and answers as a test wants it. */
final class Receiver implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile IntUnaryOperator status = number -> 200;

    Receiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        server.setExecutor(threads);
        server.createContext("/hook", this::answer);
        server.createContext("/hang", this::hang);
        server.start();
    }

    /** One request. */
    record Received(Map<String, List<String>> headers, String body) {
        JsonNode json() {
            return Json.read(body);
        }

        String type() {
            return json().path("type").asString();
        }

        String header(String name) {
            return headers.getOrDefault(name, List.of("")).getFirst();
        }
    }

    /** Answers so from now on, by the number of the request, from 1 on. */
    void answers(IntUnaryOperator statusOfRequest) {
        status = statusOfRequest;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    /** Where nothing is ever answered. */
    String deadUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hang";
    }

    List<Received> received() {
        return List.copyOf(received);
    }

    List<String> types() {
        return received.stream().map(Received::type).toList();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        int number;
        synchronized (received) {
            received.add(new Received(
                    exchange.getRequestHeaders().entrySet().stream()
                            .collect(java.util.stream.Collectors.toMap(
                                    header -> header.getKey().toLowerCase(java.util.Locale.ROOT), Map.Entry::getValue)),
                    body));
            number = received.size();
        }
        byte[] answer = "thanks".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status.applyAsInt(number), answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private void hang(HttpExchange exchange) {
        received.add(new Received(Map.of(), "{}"));
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.close();
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}

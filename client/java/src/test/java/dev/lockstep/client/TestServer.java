package dev.lockstep.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Speaks the contract as far as a test says. What is not there is a 404, and every request is kept. */
final class TestServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Handler> handlers = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    record Request(String call, String body, com.sun.net.httpserver.Headers headers) {
        Optional<String> header(String name) {
            return Optional.ofNullable(headers.getFirst(name));
        }
    }

    interface Handler {
        void handle(HttpExchange exchange, Request request) throws IOException;
    }

    TestServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Request request = new Request(call, body, exchange.getRequestHeaders());
        requests.add(request);
        handlers.getOrDefault(call, problem(404, "no " + call)).handle(exchange, request);
    }

    /** Answers a call with each of these in turn, and with the last one for good. */
    TestServer on(String call, Handler... answers) {
        AtomicInteger next = new AtomicInteger();
        handlers.put(
                call,
                (exchange, request) ->
                        answers[Math.min(next.getAndIncrement(), answers.length - 1)].handle(exchange, request));
        return this;
    }

    static Handler json(int status, String body, String... headers) {
        return (exchange, request) -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        };
    }

    static Handler problem(int status, String detail, String... headers) {
        return json(status, "{\"status\":" + status + ",\"detail\":\"" + detail + "\"}", headers);
    }

    /** Events, and then the end of the answer. */
    static Handler events(String... texts) {
        return (exchange, request) -> {
            writeEvents(exchange, texts);
            exchange.close();
        };
    }

    /** Events, and then a connection that is gone in the middle of the answer. */
    static Handler eventsCutOff(String... texts) {
        return (exchange, request) -> {
            writeEvents(exchange, texts);
            // The server closes a connection whose handler throws.
            throw new IOException("cut off");
        };
    }

    private static void writeEvents(HttpExchange exchange, String... texts) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        for (String text : texts) {
            exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
        }
        exchange.getResponseBody().flush();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    List<Request> requests(String call) {
        return requests.stream().filter(request -> request.call().equals(call)).toList();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

package dev.lockstep.local.e2e;

import dev.lockstep.engine.data.Json;
import dev.lockstep.local.stack.LocalStack;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Somebody with a WebSocket, who keeps all that comes. */
final class LiveClient implements WebSocket.Listener, AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    final List<JsonNode> messages = new CopyOnWriteArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final WebSocket socket;
    private final boolean reads;

    /**
     * Connects.
     *
     * @param key sent as a header, unless it is empty
     * @param reads whether anything that comes is ever taken
     */
    LiveClient(URI url, String key, boolean reads) {
        this.reads = reads;
        WebSocket.Builder builder = HTTP.newWebSocketBuilder();
        if (!key.isEmpty()) {
            builder.header("X-API-KEY", key);
        }
        this.socket = builder.buildAsync(url, this).join();
    }

    static LiveClient of(LocalStack stack) {
        return new LiveClient(url(stack, ""), stack.adminKey().text(), true);
    }

    static URI url(LocalStack stack, String query) {
        return URI.create("ws://127.0.0.1:" + stack.url().getPort() + "/live" + query);
    }

    @Override
    public void onOpen(WebSocket webSocket) {
        if (reads) {
            webSocket.request(1);
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            messages.add(Json.read(text.toString()));
            text.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    void send(String frame) {
        socket.sendText(frame, true).join();
    }

    void follow(String execution) {
        send("{\"action\":\"subscribe\",\"executionId\":\"" + execution + "\"}");
        await(message -> message.path("executionId").asString("").equals(execution));
    }

    JsonNode await(Predicate<JsonNode> wanted) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> messages.stream().filter(wanted).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    List<JsonNode> of(String execution) {
        return messages.stream()
                .filter(message -> message.path("executionId").asString("").equals(execution))
                .toList();
    }

    /** Lets go of the connection without a word. */
    @Override
    public void close() {
        socket.abort();
    }
}

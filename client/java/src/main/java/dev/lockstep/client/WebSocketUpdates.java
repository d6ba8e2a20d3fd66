package dev.lockstep.client;

import java.io.IOException;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** One WebSocket connection, for as long as it lasts. */
record WebSocketUpdates(Http http) implements Transport {
    private static final int OPENING_SECONDS = 10;

    @Override
    public void follow(String runId, Feed feed) throws Unavailable, InterruptedException {
        Inbox inbox = new Inbox();
        WebSocket socket = open(inbox, feed.heard() > 0);
        try {
            new Conversation(socket, inbox, runId, feed).hold();
        } finally {
            CompletableFuture<?> unused =
                    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").whenComplete((sent, fault) -> socket.abort());
        }
    }

    /** Where nobody answers, that may be for a while only: if there was a server before, it is expected back. */
    private WebSocket open(Inbox inbox, boolean isKnown) throws Unavailable, InterruptedException {
        Settings settings = http.settings();
        CompletableFuture<WebSocket> opening;
        try {
            WebSocket.Builder builder = http.client().newWebSocketBuilder();
            settings.apiKey().ifPresent(key -> builder.header("X-API-KEY", key));
            opening = builder.buildAsync(settings.socket(), new WebSocketFrames(inbox));
        } catch (IllegalArgumentException e) {
            throw new Unavailable("the URL is not one of a WebSocket", e);
        }
        try {
            return opening.get(OPENING_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            CompletableFuture<Void> unused = opening.thenAccept(WebSocket::abort);
            if (isKnown && !(e.getCause() instanceof WebSocketHandshakeException)) {
                throw LockstepException.unanswered("WebSocket", e);
            }
            throw new Unavailable("the WebSocket did not open", e);
        }
    }

    /** What is said once the connection is open. */
    private final class Conversation {
        private final WebSocket socket;
        private final Inbox inbox;
        private final String runId;
        private final Feed feed;
        private boolean subscribed;
        private boolean asked;

        Conversation(WebSocket socket, Inbox inbox, String runId, Feed feed) {
            this.socket = socket;
            this.inbox = inbox;
            this.runId = runId;
            this.feed = feed;
        }

        void hold() throws Unavailable, InterruptedException {
            subscribe();
            while (!feed.isClosed()) {
                Optional<Inbox.Item> item = inbox.next(http.settings().timing().silence());
                if (item.isEmpty()) {
                    breakTheSilence();
                } else {
                    asked = false;
                    switch (item.get()) {
                        case Inbox.Text frame -> read(frame.text());
                        case Inbox.End end -> throw broken("the WebSocket was closed", end.cause());
                    }
                }
            }
        }

        /** Subscribing again gives the status as it is now: a sign of life, and whatever may have been lost. */
        private void breakTheSilence() throws Unavailable, InterruptedException {
            if (asked) {
                throw broken("the WebSocket fell silent", null);
            }
            asked = true;
            subscribe();
        }

        private void subscribe() throws Unavailable, InterruptedException {
            String frame = Json.object()
                    .put("action", "subscribe")
                    .put("executionId", runId)
                    .toString();
            try {
                socket.sendText(frame, true).get(OPENING_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw broken("the WebSocket takes nothing", e);
            }
        }

        private void read(String frame) throws Unavailable {
            JsonNode message = parse(frame);
            OptionalLong sequence = message.path("sequence").isIntegralNumber()
                    ? OptionalLong.of(message.path("sequence").asLong())
                    : OptionalLong.empty();
            switch (message.path("type").asString("")) {
                case "subscribed" -> {
                    subscribed = true;
                    feed.take(UpdateBody.read(message.path("snapshot"), sequence));
                }
                case "execution.updated" -> feed.take(UpdateBody.read(message, sequence));
                case "error" -> throw broken(message.path("message").asString(""), null);
                default -> {
                    // What a newer server may say beyond this.
                }
            }
        }

        private static JsonNode parse(String frame) {
            try {
                return Json.MAPPER.readTree(frame);
            } catch (JacksonException e) {
                return MissingNode.getInstance();
            }
        }

        /** A connection over which nothing ever came is no good; one that worked may be made again. */
        private LockstepException broken(String message, @Nullable Throwable cause) throws Unavailable {
            IOException fault = new IOException(message, cause);
            if (!subscribed) {
                throw new Unavailable(message, fault);
            }
            return LockstepException.unanswered("WebSocket", fault);
        }
    }
}

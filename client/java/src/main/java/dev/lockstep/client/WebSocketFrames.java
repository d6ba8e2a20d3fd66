package dev.lockstep.client;

import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Puts the frames of a connection together, and into an inbox. */
final class WebSocketFrames implements WebSocket.Listener {
    private final Inbox inbox;
    private final StringBuilder text = new StringBuilder();

    WebSocketFrames(Inbox inbox) {
        this.inbox = inbox;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
        text.append(part);
        if (last) {
            inbox.text(text.toString());
            text.setLength(0);
        }
        socket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        inbox.end(null);
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable fault) {
        inbox.end(fault);
    }
}

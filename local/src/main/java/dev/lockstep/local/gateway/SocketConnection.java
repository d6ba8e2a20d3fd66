package dev.lockstep.local.gateway;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One open connection. Public for Jetty, which calls it. */
public final class SocketConnection implements Session.Listener.AutoDemanding {
    private static final Logger LOG = LoggerFactory.getLogger(SocketConnection.class);
    /** How much may be on its way to a client that does not read before it is cut off. */
    private static final int MOST_WAITING = 100;

    /** However they are encoded, they fit into a frame. */
    private static final int MOST_CHARACTERS = SocketApi.MAX_FRAME / 3;

    private final SocketApi api;
    private final SocketEvent event;
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile @Nullable Session session;
    private volatile Instant lastActiveAt = Instant.now();

    SocketConnection(SocketApi api, SocketEvent event) {
        this.api = api;
        this.event = event;
    }

    SocketEvent event() {
        return event;
    }

    Instant lastActiveAt() {
        return lastActiveAt;
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        session = opened;
        api.opened(this);
    }

    @Override
    public void onWebSocketText(String message) {
        lastActiveAt = Instant.now();
        api.received(this, message);
    }

    /** Its end follows, and is told as such: that a client is gone without a word is no fault here. */
    @Override
    public void onWebSocketError(Throwable cause) {
        LOG.debug("the connection {} broke", event.connection(), cause);
    }

    @Override
    public void onWebSocketClose(int status, String reason, Callback callback) {
        api.closed(this, status, reason == null ? "" : reason);
        callback.succeed();
    }

    /** Does not wait until it is read. Whether the connection still is there. */
    boolean send(String text) {
        Session open = session;
        if (open == null || !open.isOpen()) {
            return false;
        }
        if (waiting.incrementAndGet() > MOST_WAITING) {
            open.disconnect();
            return false;
        }
        send(open, text, Callback.from(waiting::decrementAndGet, failure -> waiting.decrementAndGet()));
        return true;
    }

    /** In frames of the size that a gateway sends; one message at a time, since their frames must not mix. */
    private synchronized void send(Session open, String text, Callback sent) {
        if (text.length() <= MOST_CHARACTERS) {
            open.sendText(text, sent);
            return;
        }
        int from = 0;
        while (text.length() - from > MOST_CHARACTERS) {
            int to = from + MOST_CHARACTERS;
            to = Character.isHighSurrogate(text.charAt(to - 1)) ? to - 1 : to;
            open.sendPartialText(text.substring(from, to), false, Callback.NOOP);
            from = to;
        }
        open.sendPartialText(text.substring(from), true, sent);
    }

    void close() {
        Session open = session;
        if (open != null) {
            open.close();
        }
    }
}

package dev.lockstep.local.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A TCP connection between a client and a server, to be cut and mended. */
final class Wire implements AutoCloseable {
    private final ServerSocket listening;
    private final int target;
    private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean cut;

    Wire(URI server) {
        target = server.getPort();
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort());
    }

    /** Ends all connections, and lets none be made. */
    void cut() {
        cut = true;
        ends.forEach(Wire::close);
    }

    /** How many connections go through it now. */
    int connections() {
        return ends.size() / 2;
    }

    /** How often somebody tried to connect while it was cut. */
    int refused() {
        return refused.get();
    }

    void mend() {
        cut = false;
    }

    private void accept() {
        try {
            while (!listening.isClosed()) {
                join(listening.accept());
            }
        } catch (IOException e) {
            // It is closed.
        }
    }

    private void join(Socket client) {
        ends.add(client);
        if (cut) {
            close(client);
            refused.incrementAndGet();
            return;
        }
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            ends.add(server);
            Thread.ofVirtual().start(() -> pass(client, server));
            Thread.ofVirtual().start(() -> pass(server, client));
            if (cut) {
                cut();
            }
        } catch (IOException e) {
            close(client);
        }
    }

    private void pass(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // It is cut, or one end has closed it.
        } finally {
            ends.remove(from);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Then it is closed.
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }
}

package dev.lockstep.adapters.outgoing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.io.DetachedSocketFactory;

/**
 * One request's way out: its name has the addresses that were checked and no others, however the name server answers by now, and
 * its sockets connect to nothing else. At the deadline, or closed, it breaks off whatever goes through it.
 */
final class CheckedAddresses implements DnsResolver, DetachedSocketFactory, AutoCloseable {
    private final String host;
    private final List<InetAddress> addresses;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Thread alarm;
    private volatile boolean closed;

    CheckedAddresses(String host, List<InetAddress> addresses, Deadline deadline) {
        this.host = host;
        this.addresses = addresses;
        this.alarm = deadline.alarm(this::breakOff);
    }

    @Override
    public InetAddress[] resolve(String name) throws UnknownHostException {
        if (!name.equals(host)) {
            throw new UnknownHostException(name);
        }
        return addresses.toArray(InetAddress[]::new);
    }

    @Override
    public String resolveCanonicalHostname(String name) {
        return name;
    }

    /** Past every proxy: one would connect to addresses of its own finding. */
    @Override
    public Socket create(Proxy proxy) throws IOException {
        Socket socket = new CheckedSocket();
        sockets.add(socket);
        if (closed) {
            socket.close();
        }
        return socket;
    }

    private final class CheckedSocket extends Socket {
        CheckedSocket() {
            super(Proxy.NO_PROXY);
        }

        @Override
        public void connect(SocketAddress endpoint, int timeout) throws IOException {
            if (!(endpoint instanceof InetSocketAddress to) || !addresses.contains(to.getAddress())) {
                throw new IOException("the address was not checked");
            }
            super.connect(endpoint, timeout);
        }
    }

    @Override
    public void close() {
        alarm.interrupt();
        breakOff();
    }

    private void breakOff() {
        closed = true;
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                // It is as closed as it can be.
            }
        }
    }
}

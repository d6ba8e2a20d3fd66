package dev.lockstep.local.gateway;

import dev.lockstep.local.PlainError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;

/**
 * The server in front of the HTTP API, on loopback alone. It listens from its making on, so that a port in use shows at once
 * and its own start runs beside that of everything else; calls wait until there is an API to answer them.
 */
public final class Gateway implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final Duration IDLE = Duration.ofSeconds(30);
    /** API Gateway's. */
    private static final Duration SOCKET_IDLE = Duration.ofMinutes(10);

    private static final Duration GRACE = Duration.ofSeconds(5);
    /** API Gateway's bound for the request line and all headers. */
    private static final int MAX_HEADERS = 10_240;

    private static final int MAX_CONNECTIONS = 2_000;

    private final Server server;
    private final ServerConnector connector;
    private final CompletableFuture<Apis> apis = new CompletableFuture<>();
    private final ServerWebSocketContainer sockets;

    /** What is served. */
    private record Apis(HttpApi http, Optional<SocketApi> socket, Optional<OpenDoor> door) {
        HttpCall admitted(HttpCall call) {
            return door.map(open -> open.admit(call)).orElse(call);
        }
    }

    /**
     * Starts to listen.
     *
     * @param port 0 for any free one
     * @throws PlainError where the port is taken
     */
    public Gateway(int port) {
        QueuedThreadPool threads = new QueuedThreadPool();
        threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
        threads.setName("gateway");
        server = new Server(threads);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration()));
        connector.setHost(HOST);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE.toMillis());
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, server));
        server.setStopTimeout(GRACE.toMillis());
        sockets = ServerWebSocketContainer.ensure(server);
        sockets.setIdleTimeout(SOCKET_IDLE);
        sockets.setMaxTextMessageSize(SocketApi.MAX_MESSAGE);
        sockets.setMaxFrameSize(SocketApi.MAX_FRAME);
        // Else a frame that is too large would be cut into pieces, and taken.
        sockets.setAutoFragment(false);
        server.setHandler(new GracefulHandler(new ApiHandler()));
        start(port);
    }

    private static HttpConfiguration configuration() {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setRequestHeaderSize(MAX_HEADERS);
        configuration.setSendServerVersion(false);
        // An encoded slash in a path parameter is the caller's right; no file is ever looked up by a path here.
        configuration.setUriCompliance(new UriCompliance("ROUTED", UriCompliance.AMBIGUOUS_VIOLATIONS));
        return configuration;
    }

    private void start(int port) {
        try {
            connector.open();
            server.start();
        } catch (IOException e) {
            stop();
            throw new PlainError(
                    "Port " + port + " is in use. Stop what uses it, or choose another port with --port.", e);
        } catch (Exception e) {
            stop();
            throw new IllegalStateException("the gateway cannot start", e);
        }
    }

    /**
     * Answers calls from now on, those that wait included.
     *
     * @param door where calls need no key
     */
    public void serve(HttpApi http, Optional<SocketApi> socket, Optional<OpenDoor> door) {
        apis.complete(new Apis(http, socket, door));
    }

    /** The port on which it listens. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Takes no new calls; lets those end that run, for some seconds. */
    @Override
    public void close() {
        stop();
    }

    private void stop() {
        apis.cancel(true);
        try {
            connector.close();
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the gateway cannot stop", e);
        }
    }

    /** Between Jetty and the API. It blocks, on a virtual thread. */
    private final class ApiHandler extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            HttpAnswer answer;
            try {
                Apis serving = apis.get();
                String path = request.getHttpURI().getPath();
                Optional<SocketApi> socket = serving.socket();
                if (socket.isPresent() && path != null && socket.get().isFor(path)) {
                    return upgrade(serving, socket.get(), request, response, callback);
                }
                HttpCall call = CallReader.read(request);
                answer = socket.isPresent() && socket.get().isManagement(call.rawPath())
                        ? socket.get().manage(call)
                        : serving.http().answer(serving.admitted(call));
            } catch (CallReader.Refused e) {
                response.getHeaders().put(HttpHeader.CONNECTION, "close");
                answer = e.answer();
            }
            write(answer, response, callback);
            return true;
        }

        private boolean upgrade(Apis serving, SocketApi socket, Request request, Response response, Callback callback)
                throws Exception {
            if (!"websocket".equalsIgnoreCase(request.getHeaders().get(HttpHeader.UPGRADE))) {
                write(HttpAnswer.message(426, "Upgrade Required"), response, callback);
                return true;
            }
            switch (socket.connect(serving.admitted(CallReader.readHead(request)))) {
                case SocketApi.Asked.Refused refused ->
                    write(
                            HttpAnswer.message(
                                    refused.status(), refused.status() == 401 ? "Unauthorized" : "Forbidden"),
                            response,
                            callback);
                case SocketApi.Asked.Taken taken -> {
                    if (!sockets.upgrade((to, from, done) -> taken.connection(), request, response, callback)) {
                        socket.closed(taken.connection(), 1002, "no WebSocket");
                        write(HttpAnswer.message(400, "Bad Request"), response, callback);
                    }
                }
            }
            return true;
        }

        private static void write(HttpAnswer answer, Response response, Callback callback) {
            response.setStatus(answer.status());
            answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
            answer.cookies().forEach(cookie -> response.getHeaders().add(HttpHeader.SET_COOKIE, cookie));
            response.write(true, ByteBuffer.wrap(answer.body()), callback);
        }
    }
}

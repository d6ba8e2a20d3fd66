package dev.lockstep.local.gateway;

import dev.lockstep.local.PlainError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
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

/**
 * The server in front of the HTTP API, on loopback alone. It listens from its making on, so that a port in use shows at once
 * and its own start runs beside that of everything else; calls wait until there is an API to answer them.
 */
public final class Gateway implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration GRACE = Duration.ofSeconds(5);
    /** API Gateway's bound for the request line and all headers. */
    private static final int MAX_HEADERS = 10_240;

    private static final int MAX_CONNECTIONS = 2_000;

    private final Server server;
    private final ServerConnector connector;
    private final CompletableFuture<HttpApi> api = new CompletableFuture<>();

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
        // A WebSocket API gets its place here: a handler before this one that takes the upgrades.
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

    /** Answers calls from now on, those that wait included. */
    public void serve(HttpApi answering) {
        api.complete(answering);
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
        api.cancel(true);
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
                answer = api.get().answer(CallReader.read(request));
            } catch (CallReader.Refused e) {
                response.getHeaders().put(HttpHeader.CONNECTION, "close");
                answer = e.answer();
            }
            response.setStatus(answer.status());
            answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
            answer.cookies().forEach(cookie -> response.getHeaders().add(HttpHeader.SET_COOKIE, cookie));
            response.write(true, ByteBuffer.wrap(answer.body()), callback);
            return true;
        }
    }
}

package dev.lockstep.local.gateway;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.data.MalformedJson;
import dev.lockstep.local.invoke.InvocationFailure;
import dev.lockstep.local.invoke.LambdaFunction;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ObjectNode;

/** The WebSocket API: connections, the functions behind them, and {@code @connections}, by which functions send to them. */
public final class SocketApi {
    /** API Gateway's bounds, in both directions. */
    static final int MAX_MESSAGE = 128 * 1024;

    static final int MAX_FRAME = 32 * 1024;

    private static final String CONNECTIONS = "/@connections/";
    private static final int ID_BYTES = 9;

    private final String stage;
    private final Map<String, LambdaFunction> routes;
    private final Map<String, SocketConnection> connections = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();

    /**
     * @param stage the first segment of the path
     * @param routes the functions by route key
     */
    public SocketApi(String stage, Map<String, LambdaFunction> routes) {
        this.stage = stage;
        this.routes = Map.copyOf(routes);
    }

    boolean isFor(String path) {
        return path.equals("/" + stage);
    }

    boolean isManagement(String path) {
        return path.startsWith("/" + stage + CONNECTIONS);
    }

    /** What became of a request for a connection. */
    sealed interface Asked {
        record Taken(SocketConnection connection) implements Asked {}

        record Refused(int status) implements Asked {}
    }

    Asked connect(HttpCall call) {
        // API Gateway's ids are base64, padding included: whoever takes them for plain words finds out here.
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        String id = Base64.getUrlEncoder().encodeToString(bytes) + "=";
        SocketEvent.Client client =
                new SocketEvent.Client(call.header("host"), call.sourceIp(), call.header("user-agent"));
        SocketEvent event = new SocketEvent(id, stage, client, Instant.now());
        int status = invoke("$connect", event.connect(call));
        return status >= 200 && status < 300
                ? new Asked.Taken(new SocketConnection(this, event))
                : new Asked.Refused(status);
    }

    void opened(SocketConnection connection) {
        connections.put(connection.event().connection(), connection);
    }

    /** Only what functions say decides about a connection; a message that breaks off leaves it as it is. */
    void received(SocketConnection connection, String message) {
        int status = invoke("$default", connection.event().message("$default", message));
        if (status >= 500) {
            connection.send(Json.write(Json.object()
                    .put("message", "Internal server error")
                    .put("connectionId", connection.event().connection())));
        }
    }

    void closed(SocketConnection connection, int status, String reason) {
        connections.remove(connection.event().connection());
        invoke("$disconnect", connection.event().disconnect(status, reason));
    }

    private int invoke(String route, byte[] event) {
        LambdaFunction function = routes.get(route);
        if (function == null) {
            return route.equals("$default") ? 403 : 200;
        }
        try {
            String answer = new String(function.invoke(event), StandardCharsets.UTF_8);
            return Json.parse(answer).path("statusCode").asInt(200);
        } catch (InvocationFailure | MalformedJson e) {
            return 502;
        }
    }

    /** A call of {@code @connections}. */
    HttpAnswer manage(HttpCall call) {
        String id = call.rawPath().substring(("/" + stage + CONNECTIONS).length());
        Optional<SocketConnection> connection = Optional.ofNullable(connections.get(decoded(id)));
        if (connection.isEmpty()) {
            return gone();
        }
        return switch (call.method()) {
            case "POST" -> post(connection.get(), call.body());
            case "GET" -> state(connection.get());
            case "DELETE" -> {
                connection.get().close();
                yield empty(204, Map.of());
            }
            default -> HttpAnswer.message(403, "Missing Authentication Token");
        };
    }

    private static HttpAnswer post(SocketConnection connection, byte[] body) {
        if (body.length > MAX_MESSAGE) {
            return empty(413, Map.of("x-amzn-ErrorType", "PayloadTooLargeException"));
        }
        return connection.send(new String(body, StandardCharsets.UTF_8)) ? empty(200, Map.of()) : gone();
    }

    private static HttpAnswer gone() {
        return empty(410, Map.of("x-amzn-ErrorType", "GoneException"));
    }

    private static HttpAnswer empty(int status, Map<String, String> headers) {
        return new HttpAnswer(status, headers, List.of(), new byte[0]);
    }

    private static HttpAnswer state(SocketConnection connection) {
        ObjectNode state = Json.object()
                .put("connectedAt", connection.event().connectedAt().toString())
                .put("lastActiveAt", connection.lastActiveAt().toString());
        state.set("identity", connection.event().client().identity());
        return new HttpAnswer(
                200,
                Map.of("content-type", "application/json"),
                List.of(),
                Json.write(state).getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String id) {
        return URLDecoder.decode(id.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}

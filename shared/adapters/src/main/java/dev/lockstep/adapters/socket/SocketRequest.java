package dev.lockstep.adapters.socket;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * An event of a WebSocket API.
 *
 * @param routeKey {@code $connect}, {@code $disconnect} or {@code $default}
 * @param headers by name in lower case; only {@code $connect} has them
 */
public record SocketRequest(
        String routeKey, String connection, Map<String, String> headers, Map<String, String> query, String body) {
    static SocketRequest of(JsonNode event) {
        JsonNode context = event.path("requestContext");
        Map<String, String> headers = new HashMap<>();
        strings(event.path("headers")).forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        return new SocketRequest(
                context.path("routeKey").asString(""),
                context.path("connectionId").asString(""),
                headers,
                strings(event.path("queryStringParameters")),
                event.path("body").asString(""));
    }

    private static Map<String, String> strings(JsonNode object) {
        Map<String, String> strings = new HashMap<>();
        object.properties()
                .forEach(property ->
                        strings.put(property.getKey(), property.getValue().asString("")));
        return strings;
    }

    /** The secret of an API key, where one came with it. */
    public Optional<String> key() {
        return Optional.ofNullable(headers.get("x-api-key"))
                .or(() -> Optional.ofNullable(headers.get("authorization"))
                        .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
                        .map(value -> value.substring(7).strip()))
                .filter(value -> !value.isBlank());
    }
}

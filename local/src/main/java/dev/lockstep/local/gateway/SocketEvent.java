package dev.lockstep.local.gateway;

import dev.lockstep.engine.data.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes what happens on a connection as the events that a WebSocket API makes of it. */
record SocketEvent(String connection, String stage, Client client, Instant connectedAt) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /**
     * Who is connected.
     *
     * @param host by which name it came here
     * @param userAgent empty where it did not say
     */
    record Client(String host, String sourceIp, String userAgent) {
        ObjectNode identity() {
            ObjectNode identity = Json.object();
            if (!userAgent.isEmpty()) {
                identity.put("userAgent", userAgent);
            }
            return identity.put("sourceIp", sourceIp);
        }
    }

    byte[] connect(HttpCall call) {
        ObjectNode event = Json.object();
        ObjectNode headers = event.putObject("headers");
        ObjectNode many = event.putObject("multiValueHeaders");
        call.headers().forEach((name, values) -> {
            headers.put(name, values.getLast());
            values.forEach(many.putArray(name)::add);
        });
        if (!call.rawQuery().isEmpty()) {
            ObjectNode query = event.putObject("queryStringParameters");
            ObjectNode manyOfQuery = event.putObject("multiValueQueryStringParameters");
            for (String pair : call.rawQuery().split("&", -1)) {
                String[] parts = pair.split("=", 2);
                String name = decoded(parts[0]);
                String value = parts.length > 1 ? decoded(parts[1]) : "";
                query.put(name, value);
                (manyOfQuery.get(name) instanceof ArrayNode values ? values : manyOfQuery.putArray(name)).add(value);
            }
        }
        event.set("requestContext", context("$connect", "CONNECT"));
        return bytes(event.put("isBase64Encoded", false));
    }

    byte[] message(String route, String body) {
        ObjectNode event = Json.object();
        event.set(
                "requestContext",
                context(route, "MESSAGE").put("messageId", UUID.randomUUID().toString()));
        return bytes(event.put("body", body).put("isBase64Encoded", false));
    }

    byte[] disconnect(int status, String reason) {
        ObjectNode event = Json.object();
        event.putObject("headers");
        event.putObject("multiValueHeaders");
        event.set(
                "requestContext",
                context("$disconnect", "DISCONNECT")
                        .put("disconnectStatusCode", status)
                        .put("disconnectReason", reason));
        return bytes(event.put("isBase64Encoded", false));
    }

    private ObjectNode context(String route, String type) {
        Instant now = Instant.now();
        ObjectNode context = Json.object()
                .put("routeKey", route)
                .put("eventType", type)
                .put("extendedRequestId", UUID.randomUUID().toString())
                .put("requestTime", TIME.format(now))
                .put("messageDirection", "IN")
                .put("stage", stage)
                .put("connectedAt", connectedAt.toEpochMilli())
                .put("requestTimeEpoch", now.toEpochMilli());
        context.set("identity", client.identity());
        return context.put("requestId", UUID.randomUUID().toString())
                .put("domainName", client.host())
                .put("connectionId", connection)
                .put("apiId", "local");
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static byte[] bytes(ObjectNode event) {
        return Json.write(event).getBytes(StandardCharsets.UTF_8);
    }
}

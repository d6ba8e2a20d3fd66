package dev.lockstep.local.gateway;

import dev.lockstep.engine.data.Json;
import dev.lockstep.local.template.Template;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a request as API Gateway's event, payload format 2.0. */
record HttpEvent(HttpCall call, String routeKey, Map<String, String> pathParameters, String requestId, Instant at) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    byte[] json() {
        ObjectNode event = Json.object()
                .put("version", "2.0")
                .put("routeKey", routeKey)
                .put("rawPath", call.rawPath())
                .put("rawQueryString", call.rawQuery());
        cookies(event);
        headers(event.putObject("headers"));
        putUnlessEmpty(event, "queryStringParameters", query());
        putUnlessEmpty(event, "pathParameters", pathParameters);
        event.set("requestContext", context());
        body(event);
        return Json.write(event).getBytes(StandardCharsets.UTF_8);
    }

    /** Cookies have a list of their own and are no header any more. */
    private void cookies(ObjectNode event) {
        List<String> lines = call.headers().getOrDefault("cookie", List.of());
        if (!lines.isEmpty()) {
            ArrayNode cookies = event.putArray("cookies");
            lines.forEach(line -> List.of(line.split(";\\s*", -1)).forEach(cookies::add));
        }
    }

    private void headers(ObjectNode headers) {
        call.headers().forEach((name, values) -> {
            if (!name.equals("cookie")) {
                headers.put(name, String.join(",", values));
            }
        });
    }

    private Map<String, String> query() {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : call.rawQuery().split("&", -1)) {
            if (!pair.isEmpty()) {
                String[] parts = pair.split("=", 2);
                String value = parts.length > 1 ? decoded(parts[1]) : "";
                parameters.merge(decoded(parts[0]), value, (first, next) -> first + "," + next);
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // Not percent-encoded: taken as it stands.
            return text;
        }
    }

    private static void putUnlessEmpty(ObjectNode event, String name, Map<String, String> values) {
        if (!values.isEmpty()) {
            ObjectNode object = event.putObject(name);
            values.forEach(object::put);
        }
    }

    private ObjectNode context() {
        String host = call.header("host");
        ObjectNode context = Json.object()
                .put("accountId", Template.ACCOUNT)
                .put("apiId", "local")
                .put("domainName", host)
                .put("domainPrefix", host.split("[.:]", 2)[0]);
        context.putObject("http")
                .put("method", call.method())
                .put("path", call.rawPath())
                .put("protocol", call.protocol())
                .put("sourceIp", call.sourceIp())
                .put("userAgent", call.header("user-agent"));
        return context.put("requestId", requestId)
                .put("routeKey", routeKey)
                .put("stage", "$default")
                .put("time", TIME.format(at))
                .put("timeEpoch", at.toEpochMilli());
    }

    private void body(ObjectNode event) {
        boolean encoded = false;
        if (call.body().length > 0) {
            String text = text();
            encoded = text.isEmpty();
            event.put("body", encoded ? Base64.getEncoder().encodeToString(call.body()) : text);
        }
        event.put("isBase64Encoded", encoded);
    }

    /** The body as text, empty where its type or its bytes are not. */
    private String text() {
        String type = call.header("content-type").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        boolean textual = type.isEmpty()
                || type.startsWith("text/")
                || type.matches("application/(json|javascript|xml|.*\\+json|.*\\+xml)");
        if (!textual) {
            return "";
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(call.body()))
                    .toString();
        } catch (CharacterCodingException e) {
            return "";
        }
    }
}

package dev.lockstep.local.gateway;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.data.MalformedJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What the caller gets. */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and a body is too large to copy for the form of it.
record HttpAnswer(int status, Map<String, String> headers, List<String> cookies, byte[] body) {
    /** What the connection itself decides. */
    private static final Set<String> NOT_THE_HANDLERS =
            Set.of("content-length", "transfer-encoding", "connection", "keep-alive");

    /** API Gateway's own answers. */
    static HttpAnswer message(int status, String message) {
        String body = Json.write(Json.object().put("message", message));
        return json(status, body);
    }

    static HttpAnswer internalServerError() {
        return message(500, "Internal Server Error");
    }

    private static HttpAnswer json(int status, String body) {
        return new HttpAnswer(
                status, Map.of("content-type", "application/json"), List.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads a handler's answer, by API Gateway's rules: JSON without a status is itself the body of a 200, and what is no
     * JSON is a fault of the function.
     */
    static HttpAnswer of(byte[] answer) {
        try {
            String text = new String(answer, StandardCharsets.UTF_8);
            JsonNode json = Json.parse(text);
            if (!json.has("statusCode")) {
                return json(200, text);
            }
            int status = json.path("statusCode").asInt(0);
            if (status < 200 || status > 599) {
                return internalServerError();
            }
            return new HttpAnswer(status, headers(json), cookies(json), body(json));
        } catch (MalformedJson | IllegalArgumentException e) {
            return internalServerError();
        }
    }

    private static Map<String, String> headers(JsonNode json) {
        Map<String, String> headers = new LinkedHashMap<>();
        json.path("headers").properties().forEach(header -> {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!NOT_THE_HANDLERS.contains(name)) {
                headers.put(name, header.getValue().asString(""));
            }
        });
        headers.putIfAbsent("content-type", "text/plain;charset=utf-8");
        return headers;
    }

    private static List<String> cookies(JsonNode json) {
        List<String> cookies = new ArrayList<>();
        json.path("cookies").forEach(cookie -> cookies.add(cookie.asString("")));
        return cookies;
    }

    private static byte[] body(JsonNode json) {
        String body = json.path("body").asString("");
        return json.path("isBase64Encoded").asBoolean(false)
                ? Base64.getDecoder().decode(body)
                : body.getBytes(StandardCharsets.UTF_8);
    }
}

package dev.lockstep.adapters.http;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.data.MalformedJson;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Reads bodies, within their bounds. */
final class Bodies {
    static final int MAX_BYTES = 256 * 1024;

    private Bodies() {}

    static JsonNode json(HttpRequest request) {
        if (request.body().getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw BadRequest.tooLarge(MAX_BYTES);
        }
        request.header("content-type").filter(type -> !isJson(type)).ifPresent(type -> {
            throw BadRequest.unsupported(type);
        });
        try {
            return Json.parse(request.body());
        } catch (MalformedJson e) {
            throw BadRequest.malformed(e);
        }
    }

    private static boolean isJson(String contentType) {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.equals("application/json") || (type.startsWith("application/") && type.endsWith("+json"));
    }
}

package dev.lockstep.adapters.http;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.data.MalformedJson;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Reads bodies, within their bounds. */
final class Bodies {
    static final int MAX_BYTES = 256 * 1024;

    private static final Set<String> YAML =
            Set.of("application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml");

    private static final int MOST_RANGES = 50;
    private static final Pattern WEIGHT = Pattern.compile(";\\s*q=([01](?:\\.[0-9]{0,3})?)\\s*(?:;|$)");

    private Bodies() {}

    static JsonNode json(HttpRequest request) {
        checkSize(request);
        type(request).filter(type -> !isJson(type)).ifPresent(type -> {
            throw BadRequest.unsupported("application/json", type);
        });
        try {
            return Json.parse(request.body());
        } catch (MalformedJson e) {
            throw BadRequest.malformed(e);
        }
    }

    /** Whether the body is YAML; where the call does not tell, it is JSON. */
    static boolean isYaml(HttpRequest request) {
        checkSize(request);
        String type = type(request).orElse("application/json");
        if (!isJson(type) && !YAML.contains(type)) {
            throw BadRequest.unsupported("application/yaml or application/json", type);
        }
        return YAML.contains(type);
    }

    /** Whether YAML is asked for rather than JSON: by a greater weight, or named first. */
    static boolean wantsYaml(HttpRequest request) {
        double yaml = 0;
        double json = 0;
        for (String range : request.header("accept").orElse("*/*").split(",", MOST_RANGES)) {
            String type = plain(range);
            double weight = weight(range);
            if (YAML.contains(type) && weight > Math.max(yaml, json)) {
                yaml = weight;
            } else if ((isJson(type) || type.equals("*/*") || type.equals("application/*"))
                    && weight > Math.max(yaml, json)) {
                json = weight;
            }
        }
        return yaml > json;
    }

    private static double weight(String range) {
        Matcher weight = WEIGHT.matcher(range);
        return weight.find() ? Double.parseDouble(weight.group(1)) : 1;
    }

    private static void checkSize(HttpRequest request) {
        if (request.body().getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw BadRequest.tooLarge(MAX_BYTES);
        }
    }

    private static Optional<String> type(HttpRequest request) {
        return request.header("content-type").map(Bodies::plain);
    }

    /** Without its parameters. */
    private static String plain(String mediaType) {
        return mediaType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    private static boolean isJson(String type) {
        return type.equals("application/json") || (type.startsWith("application/") && type.endsWith("+json"));
    }
}

package dev.lockstep.local.gateway;

import dev.lockstep.local.template.CorsDefinition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Lets pages of other origins call the API, as API Gateway does: it answers what a browser asks before a call, and says in each
 * answer who may read it. What functions say about that does not count.
 */
public final class Cors {
    private static final String PREFIX = "access-control-";

    private final CorsDefinition definition;

    public Cors(CorsDefinition definition) {
        this.definition = definition;
    }

    /** The answer to what a browser asks before a call; empty where this is the call itself. */
    Optional<HttpAnswer> preflight(HttpCall call) {
        if (!call.method().equals("OPTIONS")
                || call.header("origin").isEmpty()
                || call.header(PREFIX + "request-method").isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        if (isAllowed(call.header("origin"))) {
            headers.put(PREFIX + "allow-origin", named(call.header("origin")));
            put(headers, "allow-methods", definition.methods());
            put(headers, "allow-headers", definition.headers());
            definition.maxAge().ifPresent(seconds -> headers.put(PREFIX + "max-age", seconds));
        }
        return Optional.of(new HttpAnswer(204, headers, List.of(), new byte[0]));
    }

    HttpAnswer mark(HttpCall call, HttpAnswer answer) {
        Map<String, String> headers = new LinkedHashMap<>(answer.headers());
        headers.keySet().removeIf(name -> name.startsWith(PREFIX));
        if (isAllowed(call.header("origin"))) {
            headers.put(PREFIX + "allow-origin", named(call.header("origin")));
            put(headers, "expose-headers", definition.exposed());
        }
        return new HttpAnswer(answer.status(), headers, answer.cookies(), answer.body());
    }

    private static void put(Map<String, String> headers, String name, List<String> values) {
        if (!values.isEmpty()) {
            headers.put(PREFIX + name, String.join(",", values));
        }
    }

    private String named(String origin) {
        return definition.origins().contains("*") ? "*" : origin;
    }

    private boolean isAllowed(String origin) {
        String lower = origin.toLowerCase(Locale.ROOT);
        return !lower.isEmpty() && definition.origins().stream().anyMatch(pattern -> matches(pattern, lower));
    }

    /** A star for the port is this gateway's own: API Gateway knows stars for all origins and for all of a scheme. */
    private static boolean matches(String pattern, String origin) {
        if (pattern.endsWith(":*")) {
            String host = pattern.substring(0, pattern.length() - 1);
            return origin.startsWith(host) && origin.substring(host.length()).matches("[0-9]+");
        }
        return switch (pattern) {
            case "*" -> true;
            case "http://*", "https://*" -> origin.startsWith(pattern.substring(0, pattern.length() - 1));
            default -> pattern.equalsIgnoreCase(origin);
        };
    }
}

package dev.lockstep.engine.operations;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.data.Paths;
import dev.lockstep.engine.definition.Faults;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a definition may say of a request, and how it goes into one. */
final class HttpFields {
    static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    /** Those that say where a request ends and to whom it belongs: another view of them is how requests are smuggled. */
    private static final Set<String> OURS = Set.of(
            "host",
            "content-length",
            "transfer-encoding",
            "connection",
            "idempotency-key",
            "keep-alive",
            "te",
            "trailer",
            "upgrade",
            "http2-settings",
            "expect",
            "proxy-authorization",
            "proxy-connection");

    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private HttpFields() {}

    static JsonNode headersSchema() {
        ObjectNode schema = Json.object().put("type", "object");
        schema.putObject("additionalProperties").put("type", "string");
        return schema;
    }

    /** What can be told of a literal configuration before it runs. */
    static void check(ObjectNode config, String path, Faults faults) {
        JsonNode url = config.path("url");
        if (url.isString() && !url.stringValue().matches("(?i)https?://.+")) {
            faults.add(Paths.field(path, "url"), "must begin with https:// or http://");
        }
        String headers = Paths.field(path, "headers");
        config.path("headers")
                .properties()
                .forEach(header -> wrong(header.getKey(), header.getValue().asString(""))
                        .ifPresent(message -> faults.add(Paths.field(headers, header.getKey()), message)));
    }

    /** The headers by their names in lower case. */
    static Map<String, String> headers(JsonNode given) throws OperationFailure {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> header : given.properties()) {
            String value = header.getValue().asString("");
            Optional<String> wrong = wrong(header.getKey(), value);
            if (wrong.isPresent()) {
                throw new OperationFailure("InvalidRequest", "a header " + wrong.get());
            }
            headers.put(header.getKey().toLowerCase(Locale.ROOT), value);
        }
        return headers;
    }

    private static Optional<String> wrong(String name, String value) {
        if (!TOKEN.matcher(name).matches()) {
            return Optional.of("has a name that is none in HTTP");
        }
        if (OURS.contains(name.toLowerCase(Locale.ROOT))) {
            return Optional.of("that is not for a definition to set: " + name);
        }
        return value.chars().allMatch(c -> c >= ' ' && c <= '~')
                ? Optional.empty()
                : Optional.of("has a value with what is no printable ASCII: " + name);
    }

    /** The URL with more in its query. */
    static String url(String url, JsonNode query) throws OperationFailure {
        if (url.indexOf('#') >= 0) {
            throw new OperationFailure("InvalidRequest", "the URL has a fragment, which is never sent");
        }
        StringBuilder built = new StringBuilder(url);
        for (Map.Entry<String, JsonNode> field : query.properties()) {
            for (JsonNode value : field.getValue().isArray() ? field.getValue() : List.of(field.getValue())) {
                if (value.isContainer()) {
                    throw new OperationFailure(
                            "InvalidRequest", "query." + field.getKey() + " is neither a value nor a list");
                }
                if (!value.isNull()) {
                    built.append(built.indexOf("?") < 0 ? '?' : '&')
                            .append(encode(field.getKey()))
                            .append('=')
                            .append(encode(value.asString()));
                }
            }
        }
        return built.toString();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}

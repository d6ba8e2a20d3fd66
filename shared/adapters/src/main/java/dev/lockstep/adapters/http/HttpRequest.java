package dev.lockstep.adapters.http;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.Fields;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;

/**
 * A call, read from an event of API Gateway's payload format 2.0.
 *
 * @param routeKey the route that the gateway chose, as in {@code GET /workflows/{workflow_id}}, or {@code $default}
 * @param headers by name in lower case
 */
public record HttpRequest(
        String routeKey,
        String method,
        String path,
        Map<String, String> pathParameters,
        Map<String, String> query,
        Map<String, String> headers,
        String body) {

    /** Reads the event. What is not in it is empty, so that no event makes this fail. */
    public static HttpRequest of(JsonNode event) {
        JsonNode http = event.path("requestContext").path("http");
        Map<String, String> headers = new HashMap<>();
        strings(event.path("headers")).forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        return new HttpRequest(
                event.path("routeKey").asString(""),
                http.path("method").asString(""),
                event.path("rawPath").asString(""),
                strings(event.path("pathParameters")),
                strings(event.path("queryStringParameters")),
                headers,
                body(event));
    }

    private static String body(JsonNode event) {
        String body = event.path("body").asString("");
        return event.path("isBase64Encoded").asBoolean(false)
                ? new String(Base64.getDecoder().decode(body), StandardCharsets.UTF_8)
                : body;
    }

    private static Map<String, String> strings(JsonNode object) {
        Map<String, String> strings = new HashMap<>();
        object.properties()
                .forEach(property ->
                        strings.put(property.getKey(), property.getValue().asString("")));
        return strings;
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).filter(value -> !value.isBlank());
    }

    /** Where the caller reached us, as in {@code https://api.example.com}; empty where the call does not tell. */
    public Optional<String> origin() {
        return header("host").map(host -> header("x-forwarded-proto").orElse("http") + "://" + host);
    }

    /** The part of the path that stands for the parameter; empty text where the route has none of that name. */
    public String pathParameter(String name) {
        return pathParameters.getOrDefault(name, "");
    }

    /**
     * Reads the fields of the body, an empty one as an empty object, and refuses the call with all faults at once.
     *
     * @throws BadRequest where the body is not a JSON object, {@code read} notes a fault, or the body has fields that it does
     *     not take
     */
    public <T> T fields(BiFunction<Fields, Faults, T> read) {
        Faults faults = new Faults();
        Fields fields = new Fields(jsonOrEmpty(), "", faults);
        T value = read.apply(fields, faults);
        fields.refuseOthers();
        if (!faults.isEmpty()) {
            throw BadRequest.invalid("the body is not valid", faults.list());
        }
        return value;
    }

    /**
     * Whether the body is YAML rather than JSON, by its content type.
     *
     * @throws BadRequest where it is too large, or of another content type
     */
    public boolean isYaml() {
        return Bodies.isYaml(this);
    }

    /** Whether the answer is to be YAML rather than JSON. */
    public boolean wantsYaml() {
        return Bodies.wantsYaml(this);
    }

    /**
     * The body as JSON, checked for size and content type first.
     *
     * @throws BadRequest where it is too large, of another content type, or not JSON
     */
    public JsonNode json() {
        return Bodies.json(this);
    }

    /**
     * The same, of which an empty body is an empty object.
     *
     * @throws BadRequest where it is too large, of another content type, or not JSON
     */
    public JsonNode jsonOrEmpty() {
        return body.isBlank() ? Json.object() : json();
    }

    /**
     * The body as a list of texts; empty where it is none, or has fewer or more than it may have.
     *
     * @throws BadRequest where it is too large, of another content type, or not JSON
     */
    public Optional<List<String>> texts(int least, int most) {
        JsonNode list = json();
        boolean isList = list.isArray()
                && list.size() >= least
                && list.size() <= most
                && list.valueStream().allMatch(JsonNode::isString);
        return isList
                ? Optional.of(list.valueStream().map(JsonNode::stringValue).toList())
                : Optional.empty();
    }
}

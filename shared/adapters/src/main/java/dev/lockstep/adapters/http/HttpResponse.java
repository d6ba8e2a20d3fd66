package dev.lockstep.adapters.http;

import dev.lockstep.engine.data.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An answer, written as API Gateway's payload format 2.0 wants it. */
public record HttpResponse(int status, Map<String, String> headers, String body) {
    public static HttpResponse ok(JsonNode body) {
        return json(200, body);
    }

    public static HttpResponse created(JsonNode body) {
        return json(201, body);
    }

    public static HttpResponse accepted(JsonNode body) {
        return json(202, body);
    }

    public static HttpResponse noContent() {
        return new HttpResponse(204, Map.of(), "");
    }

    /** A text, as it is. */
    public static HttpResponse text(String text) {
        return new HttpResponse(200, Map.of("content-type", "text/plain; charset=utf-8"), text);
    }

    /** Nothing to tell but that it was done. */
    public static HttpResponse done() {
        return new HttpResponse(200, Map.of(), "");
    }

    static HttpResponse json(int status, JsonNode body) {
        return new HttpResponse(status, Map.of("content-type", "application/json"), Json.write(body));
    }

    public static HttpResponse yaml(String body) {
        return new HttpResponse(200, Map.of("content-type", "application/yaml"), body);
    }

    /** Events for an {@code EventSource}, as they are written on the wire. */
    public static HttpResponse eventStream(String events) {
        return new HttpResponse(200, Map.of("content-type", "text/event-stream; charset=utf-8"), events);
    }

    /** A page for a browser, which may load nothing and be framed by nobody. */
    public static HttpResponse page(String html) {
        return new HttpResponse(
                200,
                Map.of(
                        "content-type",
                        "text/html; charset=utf-8",
                        "content-security-policy",
                        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
                        "referrer-policy",
                        "no-referrer"),
                html);
    }

    /**
     * The answer to a call that no route takes.
     *
     * @param methods what may be called on its path; empty where there is no such path
     */
    public static HttpResponse unrouted(List<String> methods, HttpRequest request) {
        if (methods.isEmpty()) {
            return Problem.unrouted(404, "no-route", "there is nothing at this path", request.path());
        }
        String allowed = String.join(", ", methods);
        String detail = request.method() + " is not for this path; these are: " + allowed;
        return Problem.unrouted(405, "method-not-allowed", detail, request.path())
                .with("allow", allowed);
    }

    /** This answer with one more header. */
    public HttpResponse with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new HttpResponse(status, more, body);
    }

    JsonNode event() {
        ObjectNode event = Json.object().put("statusCode", status);
        ObjectNode fields = event.putObject("headers");
        headers.forEach(fields::put);
        fields.put("cache-control", "no-store");
        return event.put("body", body).put("isBase64Encoded", false);
    }
}

package dev.lockstep.adapters.http;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Fault;
import dev.lockstep.engine.usecases.Refusal;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers of no, as {@code application/problem+json} (RFC 9457). */
final class Problem {
    private static final Map<Integer, String> TITLES = Map.ofEntries(
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"),
            Map.entry(409, "Conflict"),
            Map.entry(410, "Gone"),
            Map.entry(413, "Content Too Large"),
            Map.entry(415, "Unsupported Media Type"),
            Map.entry(422, "Unprocessable Content"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(503, "Service Unavailable"));

    private Problem() {}

    static HttpResponse of(Refusal refusal, String instance) {
        return switch (refusal.kind()) {
            case INVALID, UNFIT_INPUT -> of(400, "invalid", text(refusal), instance, refusal.faults());
            case UNAUTHENTICATED, TOKEN_EXPIRED ->
                of(401, "unauthenticated", text(refusal), instance, List.of())
                        .with("www-authenticate", "Bearer realm=\"lockstep\"");
            case FORBIDDEN -> of(403, "forbidden", text(refusal), instance, List.of());
            case NOT_FOUND -> of(404, "not-found", text(refusal), instance, List.of());
            case CONFLICT -> of(409, "conflict", text(refusal), instance, List.of());
            case BUSY -> of(409, "conflict", text(refusal), instance, List.of()).with("retry-after", "1");
            case GONE -> of(410, "gone", text(refusal), instance, List.of());
            case TOO_LARGE -> of(413, "too-large", text(refusal), instance, List.of());
            case UNPROCESSABLE -> of(422, "unprocessable", text(refusal), instance, refusal.faults());
        };
    }

    static HttpResponse of(BadRequest bad, String instance) {
        return of(bad.status(), bad.problem(), text(bad), instance, bad.faults());
    }

    /** Under {@code /api} the caller may be an SDK of Conductor's, which reads of it {@code status} and {@code message}. */
    static HttpResponse unrouted(int status, String problem, String detail, String path) {
        ObjectNode body = body(status, problem, detail, path);
        if (path.startsWith("/api/")) {
            body.put("message", detail);
        }
        return written(status, body);
    }

    static HttpResponse of(int status, String problem, String detail, String instance, List<Fault> faults) {
        ObjectNode body = body(status, problem, detail, instance);
        if (!faults.isEmpty()) {
            ArrayNode errors = body.putArray("errors");
            faults.forEach(fault -> {
                ObjectNode error = errors.addObject().put("path", fault.path()).put("message", fault.message());
                fault.line().ifPresent(line -> error.put("line", line));
            });
        }
        return written(status, body);
    }

    private static ObjectNode body(int status, String problem, String detail, String instance) {
        return Json.object()
                .put("type", "urn:lockstep:problem:" + problem)
                .put("title", TITLES.getOrDefault(status, "Error"))
                .put("status", status)
                .put("detail", detail)
                .put("instance", instance);
    }

    private static HttpResponse written(int status, ObjectNode body) {
        return new HttpResponse(status, Map.of("content-type", "application/problem+json"), Json.write(body));
    }

    private static String text(RuntimeException e) {
        return String.valueOf(e.getMessage());
    }
}

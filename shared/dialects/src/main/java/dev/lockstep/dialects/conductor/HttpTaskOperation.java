package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.operations.Call;
import dev.lockstep.engine.operations.Operation;
import dev.lockstep.engine.operations.OperationFailure;
import dev.lockstep.engine.operations.UntypedOperation;
import java.time.Duration;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the request that the task's input tells, in {@code http_request} or by itself, and gives {@code {"response": {"statusCode",
 * "headers", "body"}}}.
 *
 * @param requests who makes it
 */
record HttpTaskOperation(Operation requests) implements UntypedOperation {
    static final String TYPE = "Conductor.Http";
    static final String DONE_BY = "HttpRequest";

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String title() {
        return "Makes the HTTP request that the input tells";
    }

    @Override
    public boolean hasEffects() {
        return true;
    }

    @Override
    public JsonNode run(Call call) throws OperationFailure {
        JsonNode given = call.input().path("http_request");
        JsonNode request = given.isObject() ? given : call.input();
        String uri = request.path("uri").asString("");
        if (uri.isBlank()) {
            throw failed(
                    TaskResult.FAILED,
                    "Missing HTTP URI. See documentation for HttpTask for required input parameters",
                    Duration.ZERO);
        }
        ObjectNode config = Json.object()
                .put("method", request.path("method").asString("GET"))
                .put("url", uri);
        config.set("headers", headers(request));
        if (request.hasNonNull("body")) {
            config.set("body", request.path("body"));
        }
        return Json.object().set("response", response(answer(call, config)));
    }

    /** Whatever keeps a request from being answered as it should is one failure, that the task's policy knows. */
    private JsonNode answer(Call call, ObjectNode config) throws OperationFailure {
        try {
            return requests.run(new Call(call.input(), config, call.idempotencyKey(), call.timeout(), call.step()));
        } catch (OperationFailure e) {
            String name = e.name().equals("TimedOut") ? e.name() : TaskResult.FAILED;
            throw failed(name, String.valueOf(e.getMessage()), e.retryAfter());
        }
    }

    /** The task's output tells why, too. */
    private static OperationFailure failed(String name, String message, Duration retryAfter) {
        return new OperationFailure(name, message, retryAfter)
                .with(Json.object().put("response", message));
    }

    private static ObjectNode headers(JsonNode request) {
        ObjectNode headers = Json.object();
        JsonNode accept = request.path("accept");
        headers.put(
                "accept",
                accept.isArray()
                        ? String.join(
                                ", ",
                                accept.valueStream()
                                        .map(type -> type.asString(""))
                                        .toList())
                        : accept.asString("application/json"));
        if (request.hasNonNull("body")) {
            headers.put("content-type", request.path("contentType").asString("application/json"));
        }
        request.path("headers")
                .properties()
                .forEach(header -> headers.put(
                        header.getKey().toLowerCase(Locale.ROOT),
                        header.getValue().asString("")));
        return headers;
    }

    private static ObjectNode response(JsonNode answer) {
        ObjectNode response =
                Json.object().put("statusCode", answer.path("status").asInt(0)).put("reasonPhrase", "");
        ObjectNode headers = response.putObject("headers");
        answer.path("headers").properties().forEach(header -> {
            ArrayNode values = headers.putArray(header.getKey());
            values.add(header.getValue());
        });
        JsonNode body = answer.path("body");
        boolean text = body.isObject() && body.size() == 1 && body.path("text").isString();
        return response.set("body", text ? body.path("text") : body);
    }
}

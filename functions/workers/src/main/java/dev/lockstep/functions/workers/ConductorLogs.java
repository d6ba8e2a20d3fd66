package dev.lockstep.functions.workers;

import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.dialects.conductor.LogTask;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.data.MalformedJson;
import dev.lockstep.engine.usecases.Caller;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** What Conductor's workers say of their tasks. */
final class ConductorLogs {
    private final LogTask logs;

    ConductorLogs(LogTask logs) {
        this.logs = logs;
    }

    HttpResponse add(Caller caller, HttpRequest request) {
        logs.add(caller, request.pathParameter("taskId"), text(request.body()));
        return HttpResponse.done();
    }

    /** Some SDKs send a text, others a text in JSON, both as JSON. */
    private static String text(String body) {
        try {
            JsonNode json = Json.parse(body);
            return json.isString() ? json.stringValue() : body;
        } catch (MalformedJson e) {
            return body;
        }
    }

    HttpResponse read(Caller caller, HttpRequest request) {
        ArrayNode lines = logs.read(caller, request.pathParameter("taskId"));
        return lines.isEmpty() ? HttpResponse.noContent() : HttpResponse.ok(lines);
    }
}

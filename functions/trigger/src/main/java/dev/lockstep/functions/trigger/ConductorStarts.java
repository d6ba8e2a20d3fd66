package dev.lockstep.functions.trigger;

import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.adapters.http.HttpResponse;
import dev.lockstep.dialects.conductor.StartWorkflow;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.usecases.Caller;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Starts workflows for Conductor's SDKs, which take the bare id for an answer. */
final class ConductorStarts {
    private final StartWorkflow start;

    ConductorStarts(StartWorkflow start) {
        this.start = start;
    }

    HttpResponse start(Caller caller, HttpRequest request) {
        return started(caller, StartWorkflow.Request.of(request.json()));
    }

    /** By name, which stands where an execution's id does in other calls; the body is the input itself. */
    HttpResponse startByName(Caller caller, HttpRequest request) {
        JsonNode input = request.jsonOrEmpty();
        ObjectNode body = Json.object()
                .put("name", request.pathParameter("workflowId"))
                .put("version", number(request, "version"))
                .put("priority", number(request, "priority"));
        for (String field : List.of("correlationId", "idempotencyKey", "idempotencyStrategy")) {
            Optional.ofNullable(request.query().get(field)).ifPresent(value -> body.put(field, value));
        }
        body.set("input", input);
        return started(caller, StartWorkflow.Request.of(body));
    }

    private static int number(HttpRequest request, String parameter) {
        String text = request.query().getOrDefault(parameter, "0");
        return text.matches("[0-9]{1,8}") ? Integer.parseInt(text) : text.isBlank() ? 0 : -1;
    }

    private HttpResponse started(Caller caller, StartWorkflow.Request request) {
        return HttpResponse.text(start.start(caller, request).value());
    }
}

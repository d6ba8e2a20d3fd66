package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.jq.Jq;
import dev.lockstep.engine.jq.JqException;
import dev.lockstep.engine.operations.Call;
import dev.lockstep.engine.operations.OperationFailure;
import dev.lockstep.engine.operations.UntypedOperation;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gives what the task's query makes of its whole input, which the query is part of, as {@code {"result": …, "resultList": […]}}:
 * the first of the query's results, or null, and all.
 */
record JqOperation() implements UntypedOperation {
    static final String TYPE = "Conductor.Jq";
    static final String QUERY = "queryExpression";

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String title() {
        return "Gives what a query in jq's language makes of the input";
    }

    @Override
    public JsonNode run(Call call) throws OperationFailure {
        Faults faults = new Faults();
        Jq query = Jq.parse(call.input().path(QUERY).asString(""), QUERY, faults);
        if (!faults.isEmpty()) {
            throw failed(faults.list().getFirst().message());
        }
        try {
            return told(query.run(call.input()));
        } catch (JqException e) {
            throw failed(String.valueOf(e.getMessage()));
        }
    }

    private static OperationFailure failed(String message) {
        return Shown.evaluationFailed(TaskResult.FAILED, message);
    }

    private static ObjectNode told(List<JsonNode> results) {
        ObjectNode told = Json.object();
        told.set("result", results.isEmpty() ? JsonNodeFactory.instance.nullNode() : results.getFirst());
        ArrayNode all = told.putArray("resultList");
        results.forEach(all::add);
        return told;
    }
}

package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.operations.Call;
import dev.lockstep.engine.operations.OperationFailure;
import dev.lockstep.engine.operations.UntypedOperation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Begins a DO_WHILE over a list: {@code {"items": […], "count": N}}, of the {@code items} that it takes. */
record ItemsOperation() implements UntypedOperation {
    static final String TYPE = "Conductor.Items";

    private static final int MOST = 10_000;

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String title() {
        return "Tells the elements of a list";
    }

    @Override
    public JsonNode run(Call call) throws OperationFailure {
        JsonNode items = call.input().path("items");
        if (!items.isArray() || items.size() > MOST) {
            throw new OperationFailure(
                    TaskResult.TERMINAL, "the items of a DO_WHILE must be a list of at most " + MOST + " elements");
        }
        ObjectNode output = Json.object();
        output.set("items", items);
        return output.put("count", items.size());
    }
}

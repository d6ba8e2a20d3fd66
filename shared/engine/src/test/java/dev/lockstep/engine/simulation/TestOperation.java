package dev.lockstep.engine.simulation;

import dev.lockstep.engine.data.DataType;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.operations.Call;
import dev.lockstep.engine.operations.Operation;
import tools.jackson.databind.JsonNode;

/** Sums its input up, so that every output tells what all the stages before it gave. */
record TestOperation(String type, boolean hasEffects) implements Operation {
    static final String EFFECT = "Test.Effect";
    static final String PURE = "Test.Pure";

    @Override
    public String title() {
        return "Sums its input up";
    }

    @Override
    public DataType takes() {
        return DataType.ANY;
    }

    @Override
    public DataType gives(DataType input) {
        return DataType.ANY;
    }

    @Override
    public JsonNode run(Call call) {
        return summedUp(call.input());
    }

    static JsonNode summedUp(JsonNode input) {
        return Json.object().put("sum", Json.write(input).hashCode() & 0xffff);
    }
}

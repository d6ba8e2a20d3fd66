package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.operations.Call;
import dev.lockstep.engine.operations.ConfigField;
import dev.lockstep.engine.operations.OperationFailure;
import dev.lockstep.engine.operations.UntypedOperation;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Gives what a script makes of the task's input, which is {@code $} to it, as {@code {"result": …}}. */
record InlineOperation() implements UntypedOperation {
    static final String TYPE = "Conductor.Inline";

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String title() {
        return "Gives what a script makes of the input";
    }

    @Override
    public List<ConfigField> config() {
        return Scripts.fields();
    }

    @Override
    public JsonNode run(Call call) throws OperationFailure {
        return Json.object().set("result", Scripts.run(call, call.input()));
    }
}

package dev.lockstep.engine.operations;

import dev.lockstep.engine.data.DataType;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.data.Paths;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.script.Script;
import dev.lockstep.engine.script.ScriptException;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code Script}: gives what a script makes of the input. It reaches nothing else, and so has no effects. */
record ScriptOperation() implements UntypedOperation {
    private static final String SOURCE = "script";

    @Override
    public String type() {
        return "Script";
    }

    @Override
    public String title() {
        return "Gives what a script in JavaScript makes of the input";
    }

    /** It is taken as it is: what looks like an expression in it is a template string of its own. */
    @Override
    public List<ConfigField> config() {
        ObjectNode text = Json.object().put("type", "string").put("minLength", 1);
        return List.of(new ConfigField(
                SOURCE,
                text,
                true,
                "JavaScript over the step's input, which is $ and input; its last expression is the output",
                true));
    }

    @Override
    public void check(ObjectNode config, String path, Faults faults) {
        if (config.path(SOURCE).isString()) {
            Script.parse(config.path(SOURCE).stringValue(), Paths.field(path, SOURCE), faults);
        }
    }

    @Override
    public JsonNode run(Call call) throws OperationFailure {
        Faults faults = new Faults();
        Script script = Script.parse(call.text(SOURCE, ""), SOURCE, faults);
        if (!faults.isEmpty()) {
            throw new OperationFailure("SyntaxError", faults.list().get(0).message());
        }
        try {
            return Output.bounded(DataType.wrap(script.run(Map.of("$", call.input(), "input", call.input()))));
        } catch (ScriptException e) {
            throw new OperationFailure(e.name(), String.valueOf(e.getMessage()));
        }
    }
}

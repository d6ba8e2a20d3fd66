package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.operations.Call;
import dev.lockstep.engine.operations.ConfigField;
import dev.lockstep.engine.operations.OperationFailure;
import dev.lockstep.engine.script.Script;
import dev.lockstep.engine.script.ScriptException;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Runs the scripts that are in tasks' configurations. */
final class Scripts {
    static final String SOURCE = "script";
    private static final String IS_BODY = "body";

    private Scripts() {}

    static List<ConfigField> fields() {
        return List.of(
                new ConfigField(SOURCE, Json.object().put("type", "string"), true, "JavaScript over $", true),
                new ConfigField(
                        IS_BODY, Json.object().put("type", "boolean"), false, "Whether it is a function's body", true));
    }

    static ObjectNode config(String source, boolean body) {
        return Json.object().put(SOURCE, source).put(IS_BODY, body);
    }

    /** Tells what is wrong with a script before it runs. */
    static void check(String source, boolean body, String path, Faults faults) {
        Script.parse(source, form(body), path, faults);
    }

    private static Script.Form form(boolean body) {
        return body ? Script.Form.BODY : Script.Form.SCRIPT;
    }

    /**
     * What the script of a call comes to.
     *
     * @throws OperationFailure where it fails: that is for good, since it would fail so again
     */
    static JsonNode run(Call call, JsonNode input) throws OperationFailure {
        String source = call.config().path(SOURCE).asString("");
        Faults faults = new Faults();
        Script script = Script.parse(source, form(call.config().path(IS_BODY).asBoolean(false)), SOURCE, faults);
        if (!faults.isEmpty()) {
            throw failed(source, faults.list().getFirst().message());
        }
        try {
            return script.run(Map.of("$", input));
        } catch (ScriptException e) {
            throw failed(source, String.valueOf(e.getMessage()));
        }
    }

    private static OperationFailure failed(String source, String message) {
        String shown = source.length() > 200 ? source.substring(0, 200) + "…" : source;
        return Shown.evaluationFailed(TaskResult.TERMINAL, "Error evaluating the script `" + shown + "`: " + message);
    }
}

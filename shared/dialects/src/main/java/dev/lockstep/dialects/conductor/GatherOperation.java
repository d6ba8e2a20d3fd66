package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.operations.Call;
import dev.lockstep.engine.operations.ConfigField;
import dev.lockstep.engine.operations.UntypedOperation;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Joins the branches of a dynamic fork: gives what each gave by its reference, but for those that gave nothing. */
record GatherOperation() implements UntypedOperation {
    static final String TYPE = "Conductor.Gather";

    /** What a fork tells: what its branches do, and how they are called, each as a list in an object. */
    static final String BRANCHES = "branches";

    static final String REFERENCES = "references";

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String title() {
        return "Gives what the branches of a dynamic fork gave";
    }

    @Override
    public List<ConfigField> config() {
        return List.of(ConfigField.any(REFERENCES, "How the branches are called"));
    }

    @Override
    public JsonNode run(Call call) {
        JsonNode outputs = call.input().path("items");
        JsonNode references = call.config().path(REFERENCES).path("items");
        ObjectNode joined = Json.object();
        for (int i = 0; i < references.size(); i++) {
            JsonNode output = outputs.path(i);
            if (!output.isEmpty()) {
                joined.set(references.get(i).asString(""), output);
            }
        }
        return joined;
    }
}

package dev.lockstep.engine.expression;

import dev.lockstep.engine.data.Json;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

public record Scope(JsonNode root) {
    public static Scope of(JsonNode input, Map<String, JsonNode> steps, ObjectNode workflow) {
        ObjectNode root = Json.object();
        root.set("input", input);
        ObjectNode all = root.putObject("steps");
        steps.forEach(all::set);
        root.set("workflow", workflow);
        return new Scope(root);
    }
}

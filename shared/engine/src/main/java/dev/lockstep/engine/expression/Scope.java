package dev.lockstep.engine.expression;

import dev.lockstep.engine.data.Json;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an expression may read.
 *
 * @param root one object that holds all of it, by the names in {@link #NAMES}
 */
public record Scope(JsonNode root) {
    /** The names that a path may begin with. */
    public static final List<String> NAMES =
            List.of("input", "steps", "workflow", "variables", "item", "index", "inputs", "attempt");

    /** What a path may read of a step. */
    static final List<String> OF_STEP = List.of(
            "output",
            "input",
            "status",
            "error",
            "iteration",
            "attempt",
            "started_at",
            "ended_at",
            "run",
            "execution_id");

    /**
     * A scope of these.
     *
     * @param steps what each step that the expression names has come to: {@code {"output": …, "status": …}}
     */
    public static Scope of(JsonNode input, Map<String, ? extends JsonNode> steps, ObjectNode workflow) {
        ObjectNode root = Json.object();
        root.set("input", input);
        ObjectNode named = root.putObject("steps");
        steps.forEach(named::set);
        root.set("workflow", workflow);
        return new Scope(root);
    }

    /** This scope with one more name in it, such as {@code item}. */
    public Scope with(String name, JsonNode value) {
        ObjectNode extended = Json.object();
        root.properties().forEach(property -> extended.set(property.getKey(), property.getValue()));
        extended.set(name, value);
        return new Scope(extended);
    }
}

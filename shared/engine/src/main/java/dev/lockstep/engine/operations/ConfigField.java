package dev.lockstep.engine.operations;

import dev.lockstep.engine.data.Json;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One field of an operation's configuration.
 *
 * @param schema the JSON Schema of its value
 * @param raw whether it is taken as it is, rather than as a template: it holds a JSONata expression itself
 */
public record ConfigField(String name, JsonNode schema, boolean required, String description, boolean raw) {
    public ConfigField(String name, JsonNode schema, boolean required, String description) {
        this(name, schema, required, description, false);
    }

    public static ConfigField text(String name, String description) {
        return new ConfigField(name, type("string"), false, description);
    }

    public static ConfigField integer(String name, long least, long most, String description) {
        return new ConfigField(name, type("integer").put("minimum", least).put("maximum", most), false, description);
    }

    public static ConfigField bool(String name, String description) {
        return new ConfigField(name, type("boolean"), false, description);
    }

    /** One of some words. */
    public static ConfigField choice(String name, List<String> words, String description) {
        ObjectNode schema = type("string");
        ArrayNode all = schema.putArray("enum");
        words.forEach(all::add);
        return new ConfigField(name, schema, false, description);
    }

    public static ConfigField object(String name, String description) {
        return new ConfigField(name, type("object"), false, description);
    }

    public static ConfigField any(String name, String description) {
        return new ConfigField(name, Json.object(), false, description);
    }

    /** A JSONata expression over the step's input. */
    public static ConfigField expression(String name, String description) {
        return new ConfigField(name, type("string").put("minLength", 1), false, description, true);
    }

    /** The same field, which must be there. */
    public ConfigField must() {
        return new ConfigField(name, schema, true, description, raw);
    }

    /** The same field, of a text that is not empty. */
    public ConfigField notEmpty() {
        ObjectNode longer = ((ObjectNode) schema.deepCopy()).put("minLength", 1);
        return new ConfigField(name, longer, required, description, raw);
    }

    private static ObjectNode type(String type) {
        return Json.object().put("type", type);
    }
}

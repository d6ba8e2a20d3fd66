package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.data.MalformedJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Takes texts that are JSON objects or lists for what they hold. */
final class InlineJson {
    /** Texts within texts, each of which doubles its quotes: nobody means more. */
    private static final int DEEPEST = 5;

    private InlineJson() {}

    static JsonNode expanded(JsonNode data) {
        return expanded(data, DEEPEST);
    }

    private static JsonNode expanded(JsonNode data, int deep) {
        if (data.isObject()) {
            ObjectNode fields = Json.object();
            data.properties().forEach(field -> fields.set(field.getKey(), expanded(field.getValue(), deep)));
            return fields;
        }
        if (data.isArray()) {
            ArrayNode items = Json.array();
            data.forEach(item -> items.add(expanded(item, deep)));
            return items;
        }
        return data.isString() && deep > 0 ? read(data, deep) : data;
    }

    private static JsonNode read(JsonNode text, int deep) {
        String source = text.stringValue().strip();
        if (!source.startsWith("{") && !source.startsWith("[")) {
            return text;
        }
        try {
            return expanded(Json.parse(source), deep - 1);
        } catch (MalformedJson e) {
            return text;
        }
    }
}

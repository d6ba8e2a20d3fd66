package dev.lockstep.engine.data;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The types of the data that travels between stages. On the wire each is a JSON object: a text is {@code {"text": …}}, a
 * number {@code {"number": …}}, a list {@code {"items": […]}}, and anything else the object it is.
 */
public enum DataType {
    TEXT("text", "string") {
        @Override
        boolean holds(JsonNode value) {
            return value.isString();
        }
    },
    NUMBER("number", "number") {
        @Override
        boolean holds(JsonNode value) {
            return value.isNumber();
        }
    },
    ITEMS("items", "array") {
        @Override
        boolean holds(JsonNode value) {
            return value.isArray();
        }
    },
    /** Any object: its shape is known only when it is there. */
    ANY("value", "object") {
        @Override
        boolean holds(JsonNode value) {
            return true;
        }

        @Override
        public Optional<JsonNode> coerce(JsonNode data) {
            return Optional.of(data.isObject() ? data : wrap(data));
        }

        @Override
        public ObjectNode schema() {
            return Json.object().put("type", "object");
        }
    };

    private final String field;
    private final String jsonType;

    DataType(String field, String jsonType) {
        this.field = field;
        this.jsonType = jsonType;
    }

    abstract boolean holds(JsonNode value);

    /** The name of the type as messages and the catalogue give it: {@code text}, {@code number}, {@code items}, {@code any}. */
    public String label() {
        return this == ANY ? "any" : field;
    }

    /**
     * Data as this type: what already has the type's shape stays as it is, a bare value is put into the shape. Empty where
     * the data cannot be of this type.
     */
    public Optional<JsonNode> coerce(JsonNode data) {
        if (holds(data)) {
            return Optional.of(Json.object().set(field, data));
        }
        return data.isObject() && data.size() == 1 && data.has(field) && holds(data.get(field))
                ? Optional.of(data)
                : Optional.empty();
    }

    /**
     * Whether data of the other type can be of this one. What is {@link #ANY} is known only at run time, and is checked then.
     */
    public boolean mayAccept(DataType other) {
        return this == ANY || other == ANY || this == other;
    }

    /** The JSON Schema (2020-12) of the type's shape. */
    public ObjectNode schema() {
        ObjectNode schema = Json.object().put("type", "object");
        schema.putObject("properties").putObject(field).put("type", jsonType);
        schema.putArray("required").add(field);
        return schema.put("additionalProperties", false);
    }

    /** A bare value in the shape of its own type. */
    public static JsonNode wrap(JsonNode value) {
        if (value.isObject()) {
            return value;
        }
        for (DataType type : new DataType[] {TEXT, NUMBER, ITEMS}) {
            if (type.holds(value)) {
                return Json.object().set(type.field, value);
            }
        }
        return Json.object().set("value", value);
    }
}

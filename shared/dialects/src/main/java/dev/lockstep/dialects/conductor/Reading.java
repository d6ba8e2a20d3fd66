package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.data.Paths;
import dev.lockstep.engine.definition.Faults;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Checks the fields that matter of an object that may have any others: Conductor takes what it does not know, and nulls for nothing. */
public record Reading(JsonNode object, String path, Faults faults) {
    static final int LONGEST_NAME = 255;
    private static final int LONGEST_SECONDS = 10 * 366 * 86_400;

    /** The fields that say something. */
    public static ObjectNode withoutNulls(JsonNode object) {
        ObjectNode fields = Json.object();
        object.properties().stream()
                .filter(field -> !field.getValue().isNull())
                .forEach(field -> fields.set(field.getKey(), field.getValue()));
        return fields;
    }

    /** The fields of one that is an object. */
    Reading within(String field) {
        return new Reading(object.path(field), at(field), faults);
    }

    public String at(String field) {
        return Paths.field(path, field);
    }

    public void fault(String field, String message) {
        faults.add(at(field), message);
    }

    public Optional<JsonNode> any(String field) {
        return Optional.ofNullable(object.get(field)).filter(value -> !value.isNull());
    }

    /** A required name: of any characters that can be read. */
    public String name(String field) {
        Optional<JsonNode> value = any(field);
        String name = value.map(text -> text.asString("")).orElse("");
        boolean readable = name.chars().noneMatch(Character::isISOControl);
        if (value.isEmpty() || !value.get().isString() || name.isBlank() || !readable || name.length() > LONGEST_NAME) {
            fault(field, "is required, as a text of 1 to " + LONGEST_NAME + " characters without control characters");
        }
        return name;
    }

    public Optional<String> text(String field) {
        Optional<JsonNode> value = any(field);
        value.filter(other -> !other.isString()).ifPresent(other -> fault(field, "must be a text"));
        return value.filter(JsonNode::isString).map(JsonNode::stringValue);
    }

    public void oneOf(String field, String... values) {
        any(field)
                .filter(value -> !List.of(values).contains(value.asString("")))
                .ifPresent(value -> fault(field, "must be one of " + String.join(", ", values)));
    }

    public void seconds(String field, int least) {
        number(field, least, LONGEST_SECONDS);
    }

    public Optional<Integer> number(String field, int least, int most) {
        Optional<JsonNode> value = any(field);
        Optional<Integer> number = value.filter(JsonNode::canConvertToInt)
                .map(JsonNode::intValue)
                .filter(any -> any >= least && any <= most);
        if (value.isPresent() && number.isEmpty()) {
            fault(field, "must be a whole number from " + least + " to " + most);
        }
        return number;
    }

    public Optional<JsonNode> object(String field) {
        any(field).filter(value -> !value.isObject()).ifPresent(value -> fault(field, "must be an object"));
        return any(field).filter(JsonNode::isObject);
    }
}

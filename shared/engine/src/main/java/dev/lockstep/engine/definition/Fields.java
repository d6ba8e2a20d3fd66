package dev.lockstep.engine.definition;

import dev.lockstep.engine.data.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Takes an object's fields one by one, notes a fault for each of the wrong type, and knows which were not taken. */
public final class Fields {
    private final JsonNode object;
    private final String path;
    private final Faults faults;
    private final Set<String> taken = new LinkedHashSet<>();

    public Fields(JsonNode object, String path, Faults faults) {
        this.object = object;
        this.path = path;
        this.faults = faults;
        if (!object.isObject()) {
            faults.add(path, "must be a JSON object");
        }
    }

    /** The path of a field. */
    public String at(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    /** A field of any type. */
    public Optional<JsonNode> any(String field) {
        taken.add(field);
        return Optional.ofNullable(object.get(field));
    }

    /** A string that is not blank. */
    public Optional<String> text(String field, int most) {
        Optional<JsonNode> value = any(field);
        if (value.isPresent() && !value.get().isString()) {
            faults.add(at(field), "must be a string");
            return Optional.empty();
        }
        Optional<String> text = value.map(JsonNode::stringValue);
        if (text.isPresent() && (text.get().isBlank() || text.get().length() > most)) {
            faults.add(at(field), "must have 1 to " + most + " characters");
            return Optional.empty();
        }
        return text;
    }

    /** A whole number within bounds, both included. */
    public Optional<Integer> integer(String field, int least, int most) {
        Optional<JsonNode> value = any(field);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        JsonNode number = value.get();
        if (!number.isIntegralNumber()
                || !number.canConvertToInt()
                || number.intValue() < least
                || number.intValue() > most) {
            faults.add(at(field), "must be a whole number from " + least + " to " + most);
            return Optional.empty();
        }
        return Optional.of(number.intValue());
    }

    /** True or false. */
    public Optional<Boolean> truth(String field) {
        Optional<JsonNode> value = any(field);
        if (value.isPresent() && !value.get().isBoolean()) {
            faults.add(at(field), "must be true or false");
            return Optional.empty();
        }
        return value.map(JsonNode::booleanValue);
    }

    public Optional<JsonNode> object(String field) {
        Optional<JsonNode> value = any(field);
        if (value.isPresent() && !value.get().isObject()) {
            faults.add(at(field), "must be an object");
            return Optional.empty();
        }
        return value;
    }

    /** Notes a fault where the field is not there. */
    public void require(String field) {
        if (!object.has(field)) {
            faults.add(at(field), "is required");
        }
    }

    /** A list of strings; where it is not one, a fault and an empty list. */
    public Optional<List<String>> texts(String field) {
        Optional<JsonNode> value = any(field);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>();
        if (!value.get().isArray()) {
            faults.add(at(field), "must be a list of strings");
            return Optional.of(texts);
        }
        int i = 0;
        for (JsonNode item : value.get()) {
            if (item.isString()) {
                texts.add(item.stringValue());
            } else {
                faults.add(at(field) + "[" + i + "]", "must be a string");
            }
            i++;
        }
        return Optional.of(texts);
    }

    /** The fields that nobody took, as an object. */
    public ObjectNode rest() {
        ObjectNode rest = Json.object();
        object.properties().forEach(property -> {
            if (!taken.contains(property.getKey())) {
                rest.set(property.getKey(), property.getValue());
            }
        });
        return rest;
    }

    /** Notes a fault for every field that nobody took. */
    public void refuseOthers() {
        rest().propertyNames()
                .forEach(name -> faults.add(at(name), "unknown field; known: " + String.join(", ", taken)));
    }
}

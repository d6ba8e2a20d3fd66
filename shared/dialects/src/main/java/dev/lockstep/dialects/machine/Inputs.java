package dev.lockstep.dialects.machine;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.data.JsonSchema;
import dev.lockstep.engine.data.Paths;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.Fields;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Compiles declared inputs to the JSON Schema that data must match: {@code {name: {type, required, …}}}. */
final class Inputs {
    private static final int MOST = 100;
    private static final List<String> TYPES = List.of("string", "integer", "number", "boolean", "object", "array");

    /** What is JSON Schema's own, and is taken over as it is. */
    private static final List<String> KEYWORDS = List.of(
            "title",
            "description",
            "format",
            "minimum",
            "maximum",
            "minLength",
            "maxLength",
            "minItems",
            "maxItems",
            "enum",
            "pattern",
            "items",
            "properties");

    /** Those that are checked. Of formats that are not known, nothing could be said. */
    private static final List<String> FORMATS =
            List.of("date", "date-time", "time", "duration", "email", "hostname", "ipv4", "ipv6", "uri", "uuid");

    private Inputs() {}

    /** The schema; what is wrong goes to the faults, and the schema is then of no use. */
    static ObjectNode schema(JsonNode declared, String path, Faults faults) {
        ObjectNode schema = Json.object().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = Json.array();
        if (!declared.isObject()) {
            faults.add(path, "must be an object of inputs by name");
            return schema;
        }
        if (declared.size() > MOST) {
            faults.add(path, "must be at most " + MOST + " inputs");
            return schema;
        }
        Faults own = new Faults();
        declared.properties().forEach(input -> {
            Fields fields = new Fields(input.getValue(), Paths.field(path, input.getKey()), own);
            if (fields.truth("required").orElse(false)) {
                required.add(input.getKey());
            }
            properties.set(input.getKey(), property(fields, own));
        });
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        schema.put("additionalProperties", false);
        if (own.isEmpty()) {
            compile(schema, path, own);
        }
        own.list().forEach(fault -> faults.add(fault.path(), fault.message()));
        return schema;
    }

    private static ObjectNode property(Fields fields, Faults faults) {
        ObjectNode property = Json.object();
        fields.require("type");
        fields.text("type", 32).ifPresent(type -> {
            if (!TYPES.contains(type)) {
                faults.add(fields.at("type"), "must be one of " + String.join(", ", TYPES));
            }
            property.put("type", type);
        });
        fields.text("format", 32)
                .filter(format -> !FORMATS.contains(format))
                .ifPresent(format -> faults.add(fields.at("format"), "must be one of " + String.join(", ", FORMATS)));
        KEYWORDS.forEach(keyword -> fields.any(keyword).ifPresent(value -> property.set(keyword, value)));
        fields.refuseOthers();
        return property;
    }

    private static void compile(ObjectNode schema, String path, Faults faults) {
        Faults found = new Faults();
        JsonSchema.compile(schema, path, found);
        String within = path + ".properties";
        found.list()
                .forEach(fault -> faults.add(
                        fault.path().startsWith(within) ? path + fault.path().substring(within.length()) : fault.path(),
                        fault.message()));
    }
}

package dev.lockstep.engine.operations;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.data.JsonSchema;
import dev.lockstep.engine.data.Paths;
import dev.lockstep.engine.definition.Fault;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.expression.EvaluationException;
import dev.lockstep.engine.expression.References;
import dev.lockstep.engine.expression.Scope;
import dev.lockstep.engine.expression.Template;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A step's configuration: fields that are templates, and fields that are taken as they are. */
public final class Config {
    private final Map<String, Template> templates;
    private final ObjectNode raw;
    /** Of the fields that hold expressions, by which they are checked once these have come to values. */
    private final ObjectNode schemas;

    private final Map<String, JsonSchema> compiled = new ConcurrentHashMap<>();

    private Config(Map<String, Template> templates, ObjectNode raw, ObjectNode schemas) {
        this.templates = templates;
        this.raw = raw;
        this.schemas = schemas;
    }

    /**
     * Reads and checks a step's own fields, those that all steps have in common left out. Fields that hold expressions are
     * checked against their schemas when they are resolved. With faults, the configuration is unusable.
     */
    public static Config parse(ObjectNode fields, Operation operation, String path, Faults faults) {
        Map<String, Template> templates = new LinkedHashMap<>();
        ObjectNode raw = Json.object();
        ObjectNode literal = Json.object();
        ObjectNode schemas = Json.object();
        List<String> known = operation.config().stream().map(ConfigField::name).toList();
        fields.properties().forEach(field -> {
            if (!known.contains(field.getKey())) {
                faults.add(Paths.field(path, field.getKey()), unknown(known));
            }
        });
        for (ConfigField field : operation.config()) {
            JsonNode value = fields.get(field.name());
            String where = Paths.field(path, field.name());
            if (value == null) {
                if (field.required()) {
                    faults.add(where, "this is required");
                }
            } else if (field.raw()) {
                raw.set(field.name(), value);
                literal.set(field.name(), value);
                violations(field, value, where).forEach(fault -> faults.add(fault.path(), fault.message()));
            } else {
                Template template = Template.parse(value, where, faults);
                templates.put(field.name(), template);
                if (!template.isLiteral()) {
                    schemas.set(field.name(), field.schema());
                }
                Optional<JsonNode> constant = template.literal();
                // One that holds an expression is there, but as null, so that no check takes its source for its value.
                literal.set(field.name(), constant.orElseGet(JsonNodeFactory.instance::nullNode));
                constant.ifPresent(data ->
                        violations(field, data, where).forEach(fault -> faults.add(fault.path(), fault.message())));
            }
        }
        operation.check(literal, path, faults);
        return new Config(templates, raw, schemas);
    }

    /** A step's own fields as data gives them: nothing in them is an expression. With faults, the configuration is unusable. */
    public static Config given(ObjectNode fields, Operation operation, String path, Faults faults) {
        List<String> known = operation.config().stream().map(ConfigField::name).toList();
        fields.propertyNames().stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> faults.add(Paths.field(path, name), unknown(known)));
        for (ConfigField field : operation.config()) {
            String where = Paths.field(path, field.name());
            JsonNode value = fields.get(field.name());
            if (value != null) {
                violations(field, value, where).forEach(fault -> faults.add(fault.path(), fault.message()));
            } else if (field.required()) {
                faults.add(where, "this is required");
            }
        }
        operation.check(fields, path, faults);
        return new Config(Map.of(), fields.deepCopy(), Json.object());
    }

    private static String unknown(List<String> known) {
        return "unknown field; known: " + (known.isEmpty() ? "none" : String.join(", ", known));
    }

    private static List<Fault> violations(ConfigField field, JsonNode value, String path) {
        return field.schema().isEmpty()
                ? List.of()
                : JsonSchema.of(field.schema()).validate(value, path);
    }

    /** The fields that are templates alone: for a step whose other fields the plan holds in another form. */
    public Config templatesAlone() {
        return new Config(templates, Json.object(), schemas);
    }

    /** A field that is taken as it is. */
    public Optional<JsonNode> raw(String field) {
        return Optional.ofNullable(raw.get(field));
    }

    /** Whether a field is there that is a template. */
    public boolean hasAnyOf(List<String> fields) {
        return fields.stream().anyMatch(templates::containsKey);
    }

    /** What its expressions read. */
    public References references() {
        return templates.values().stream().map(Template::references).reduce(References.NONE, References::and);
    }

    /**
     * The fields with their values.
     *
     * @throws EvaluationException where an expression fails, or comes to what its field cannot be
     */
    public ObjectNode resolve(Scope scope) throws EvaluationException {
        ObjectNode resolved = raw.deepCopy();
        for (Map.Entry<String, Template> template : templates.entrySet()) {
            resolved.set(template.getKey(), template.getValue().evaluate(scope));
        }
        for (Map.Entry<String, JsonNode> schema : schemas.properties()) {
            validate(schema.getKey(), schema.getValue(), resolved.path(schema.getKey()));
        }
        return resolved;
    }

    private void validate(String field, JsonNode schema, JsonNode value) throws EvaluationException {
        if (schema.isEmpty()) {
            return;
        }
        List<Fault> faults =
                compiled.computeIfAbsent(field, any -> JsonSchema.of(schema)).validate(value, field);
        if (!faults.isEmpty()) {
            Fault first = faults.get(0);
            throw new EvaluationException(first.path() + ": " + first.message());
        }
    }

    /** The stored form. */
    @JsonValue
    public ObjectNode source() {
        ObjectNode source = Json.object();
        ObjectNode fields = source.putObject("templates");
        templates.forEach((name, template) -> fields.set(name, template.source()));
        source.set("raw", raw);
        source.set("schemas", schemas);
        return source;
    }

    /**
     * Reads a stored one; an empty object is the configuration without fields.
     *
     * @throws IllegalStateException where it does not parse
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Config of(JsonNode source) {
        Map<String, Template> templates = new LinkedHashMap<>();
        source.path("templates")
                .properties()
                .forEach(field -> templates.put(field.getKey(), Template.of(field.getValue())));
        return new Config(templates, part(source, "raw"), part(source, "schemas"));
    }

    private static ObjectNode part(JsonNode source, String name) {
        return source.get(name) instanceof ObjectNode object ? object : Json.object();
    }
}

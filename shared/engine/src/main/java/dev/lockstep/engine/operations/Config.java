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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A step's configuration: fields that are templates, and fields that are taken as they are. */
public final class Config {
    private final Map<String, Template> templates;
    private final ObjectNode raw;

    private Config(Map<String, Template> templates, ObjectNode raw) {
        this.templates = templates;
        this.raw = raw;
    }

    /**
     * Reads and checks a step's own fields, those that all steps have in common left out. Fields that hold expressions are
     * checked against their schemas when they are resolved. With faults, the configuration is unusable.
     */
    public static Config parse(ObjectNode fields, Operation operation, String path, Faults faults) {
        Map<String, Template> templates = new LinkedHashMap<>();
        ObjectNode raw = Json.object();
        ObjectNode literal = Json.object();
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
                Optional<JsonNode> constant = template.literal();
                // One that holds an expression is there, but as null, so that no check takes its source for its value.
                literal.set(field.name(), constant.orElseGet(JsonNodeFactory.instance::nullNode));
                constant.ifPresent(data ->
                        violations(field, data, where).forEach(fault -> faults.add(fault.path(), fault.message())));
            }
        }
        operation.check(literal, path, faults);
        return new Config(templates, raw);
    }

    private static String unknown(List<String> known) {
        return "unknown field; known: " + (known.isEmpty() ? "none" : String.join(", ", known));
    }

    private static List<Fault> violations(ConfigField field, JsonNode value, String path) {
        return field.schema().isEmpty()
                ? List.of()
                : JsonSchema.of(field.schema()).validate(value, path);
    }

    /** What its expressions read. */
    public References references() {
        return templates.values().stream().map(Template::references).reduce(References.NONE, References::and);
    }

    /**
     * The fields with their values.
     *
     * @param operation the one that it was parsed for
     * @throws EvaluationException where an expression fails, or comes to what its field cannot be
     */
    public ObjectNode resolve(Scope scope, Operation operation) throws EvaluationException {
        ObjectNode resolved = raw.deepCopy();
        boolean computed = false;
        for (Map.Entry<String, Template> template : templates.entrySet()) {
            resolved.set(template.getKey(), template.getValue().evaluate(scope));
            computed |= !template.getValue().isLiteral();
        }
        if (computed) {
            validate(resolved, operation);
        }
        return resolved;
    }

    private void validate(ObjectNode resolved, Operation operation) throws EvaluationException {
        Faults faults = new Faults();
        for (ConfigField field : operation.config()) {
            Template template = templates.get(field.name());
            if (template != null && !template.isLiteral()) {
                violations(field, resolved.path(field.name()), field.name())
                        .forEach(fault -> faults.add(fault.path(), fault.message()));
            }
        }
        operation.check(resolved, "", faults);
        if (!faults.isEmpty()) {
            Fault first = faults.list().get(0);
            throw new EvaluationException(
                    first.path().isEmpty() ? first.message() : first.path() + ": " + first.message());
        }
    }

    /** The stored form. */
    @JsonValue
    public ObjectNode source() {
        ObjectNode source = Json.object();
        ObjectNode fields = source.putObject("templates");
        templates.forEach((name, template) -> fields.set(name, template.source()));
        source.set("raw", raw);
        return source;
    }

    /**
     * Reads a stored one.
     *
     * @throws IllegalStateException where it does not parse
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Config of(JsonNode source) {
        Map<String, Template> templates = new LinkedHashMap<>();
        source.path("templates")
                .properties()
                .forEach(field -> templates.put(field.getKey(), Template.of(field.getValue())));
        if (!(source.get("raw") instanceof ObjectNode raw)) {
            throw new IllegalStateException("this is no stored configuration");
        }
        return new Config(templates, raw);
    }
}

package dev.lockstep.dialects.machine;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.data.MalformedJson;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.usecases.Refusal;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A machine's definition as it was sent. What is YAML is kept as text, so that it comes back with its comments and in its order; what
 * is JSON is kept as it is. Each is rendered as the other when that is asked for.
 */
public record DefinitionText(Format format, String text) {
    /** The field of a stored definition that holds YAML; JSON is its own stored form. */
    private static final String YAML = "yaml";

    /** The stored form, which is never read as anything but what it was sent as. */
    JsonNode stored() {
        return switch (format) {
            case YAML -> Json.object().put(YAML, text);
            case JSON -> Json.read(text);
        };
    }

    private static DefinitionText of(JsonNode stored) {
        return stored.has(YAML)
                ? new DefinitionText(Format.YAML, stored.path(YAML).stringValue())
                : new DefinitionText(Format.JSON, Json.write(stored));
    }

    /**
     * Reads it.
     *
     * @throws Refusal where it is malformed
     */
    Source read() {
        try {
            return switch (format) {
                case YAML -> YamlReader.read(text);
                case JSON -> new Source(Json.parse(text), new Lines(), List.of());
            };
        } catch (MalformedText e) {
            throw Refusal.invalid("the body is not YAML: " + e.described(), List.of());
        } catch (MalformedJson e) {
            throw Refusal.invalid(
                    "the body is not JSON: line " + e.line() + ", column " + e.column() + ": " + e.getMessage(),
                    List.of());
        }
    }

    /** A stored definition as YAML: byte for byte as it was sent, if it was YAML then. */
    public static String yaml(JsonNode stored, WorkflowId id) {
        DefinitionText sent = of(stored);
        return switch (sent.format()) {
            case YAML -> sent.text();
            case JSON -> YamlWriter.write(json(stored, id));
        };
    }

    /** A stored definition as JSON: {@code {"workflow": …}}, with the id that it was registered under. */
    public static ObjectNode json(JsonNode stored, WorkflowId id) {
        JsonNode sent = of(stored).read().definition().path("workflow");
        ObjectNode workflow = Json.object().put("id", id.value());
        sent.properties().stream()
                .filter(field -> !field.getKey().equals("id"))
                .forEach(field -> workflow.set(field.getKey(), field.getValue()));
        return Json.object().set("workflow", workflow);
    }
}

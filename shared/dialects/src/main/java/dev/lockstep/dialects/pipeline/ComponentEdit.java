package dev.lockstep.dialects.pipeline;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Fault;
import dev.lockstep.engine.operations.Catalogue;
import dev.lockstep.engine.operations.ConfigField;
import dev.lockstep.engine.operations.Operation;
import dev.lockstep.engine.usecases.Refusal;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds a component in a pipeline's definition, and configures it anew. */
public final class ComponentEdit {
    private final Catalogue catalogue;

    public ComponentEdit(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** The step that a component is; empty where the definition has none. */
    public static Optional<JsonNode> find(JsonNode definition, String component) {
        return inSteps(definition.path("steps"), component);
    }

    private static Optional<JsonNode> inSteps(JsonNode steps, String component) {
        for (JsonNode step : steps) {
            if (step.path("component_id").asString("").equals(component)) {
                return Optional.of(step);
            }
            Optional<JsonNode> inner = inSteps(step.path("steps"), component);
            if (inner.isPresent()) {
                return inner;
            }
        }
        return Optional.empty();
    }

    /** What a step is configured by. */
    public ObjectNode config(JsonNode step) {
        ObjectNode config = Json.object();
        names(step).stream().filter(step::has).forEach(name -> config.set(name, step.get(name)));
        return config;
    }

    private List<String> names(JsonNode step) {
        return catalogue.find(step.path("type").asString("")).map(Operation::config).orElse(List.of()).stream()
                .map(ConfigField::name)
                .toList();
    }

    /**
     * The definition with a component configured anew.
     *
     * @param config the fields to change; one that is null is taken away
     * @throws Refusal where the definition has no such component, or a field is none that its type is configured by
     */
    public JsonNode configured(JsonNode definition, String component, JsonNode config) {
        JsonNode step = find(definition, component).orElseThrow(() -> Refusal.noComponent(component));
        List<String> known = names(step);
        List<Fault> faults = config.propertyNames().stream()
                .filter(name -> !known.contains(name))
                .map(name -> new Fault("config." + name, "unknown field; known: " + String.join(", ", known)))
                .toList();
        if (!faults.isEmpty()) {
            throw Refusal.invalid("the component cannot be configured so", faults);
        }
        ObjectNode copy = copy(definition);
        copy.set("steps", withConfig(definition.path("steps"), component, config));
        return copy;
    }

    private static ArrayNode withConfig(JsonNode steps, String component, JsonNode config) {
        ArrayNode changed = Json.array();
        for (JsonNode step : steps) {
            ObjectNode copy = copy(step);
            if (step.path("component_id").asString("").equals(component)) {
                config.properties().forEach(field -> {
                    if (field.getValue().isNull()) {
                        copy.remove(field.getKey());
                    } else {
                        copy.set(field.getKey(), field.getValue());
                    }
                });
            }
            if (step.path("steps").isArray()) {
                copy.set("steps", withConfig(step.path("steps"), component, config));
            }
            changed.add(copy);
        }
        return changed;
    }

    private static ObjectNode copy(JsonNode object) {
        ObjectNode copy = Json.object();
        object.properties().forEach(property -> copy.set(property.getKey(), property.getValue()));
        return copy;
    }
}

package dev.lockstep.dialects.pipeline;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.ports.Ids;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gives every step a component id that stays through the versions: the one that it is sent with, else that of the step with its
 * id before, else that of the step of its type in its place before, else a new one.
 */
final class ComponentIds {
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final Ids ids;
    private final JsonNode earlierSteps;
    private final Set<String> used = new HashSet<>();

    /**
     * @param earlier the definition of the version before
     */
    ComponentIds(Ids ids, Optional<JsonNode> earlier) {
        this.ids = ids;
        this.earlierSteps = earlier.map(definition -> definition.path("steps")).orElse(Json.array());
    }

    void check(JsonNode steps, Faults faults) {
        Set<String> sent = new HashSet<>();
        int i = 0;
        for (JsonNode step : steps) {
            String path = "steps[" + i++ + "].component_id";
            JsonNode id = step.path("component_id");
            if (id.isString() && !UUID.matcher(id.stringValue()).matches()) {
                faults.add(path, "must be a UUID in lower case");
            } else if (id.isString() && !sent.add(id.stringValue())) {
                faults.add(path, "another step has this component id");
            }
        }
        used.addAll(sent);
    }

    /** The steps as they were sent, each with its component id. */
    ArrayNode assign(JsonNode steps) {
        ArrayNode assigned = Json.array();
        int index = 0;
        for (JsonNode step : steps) {
            ObjectNode copy = Json.object();
            step.properties().forEach(property -> copy.set(property.getKey(), property.getValue()));
            if (!copy.has("component_id")) {
                copy.put("component_id", idFor(step, index));
            }
            assigned.add(copy);
            index++;
        }
        return assigned;
    }

    private String idFor(JsonNode step, int index) {
        return byId(step)
                .or(() -> byPlace(step, index))
                .filter(used::add)
                .orElseGet(ids::uuid);
    }

    private Optional<String> byId(JsonNode step) {
        return earlierSteps.valueStream()
                .filter(earlier -> step.has("id") && step.get("id").equals(earlier.get("id")))
                .map(earlier -> earlier.path("component_id").asString())
                .findFirst();
    }

    private Optional<String> byPlace(JsonNode step, int index) {
        JsonNode earlier = earlierSteps.path(index);
        boolean same = earlier.path("type").equals(step.path("type")) && !step.has("id") && !earlier.has("id");
        return same ? Optional.of(earlier.path("component_id").asString()) : Optional.empty();
    }
}

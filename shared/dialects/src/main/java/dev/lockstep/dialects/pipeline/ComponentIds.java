package dev.lockstep.dialects.pipeline;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.ports.Ids;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
    private final Map<String, String> earlierById = new LinkedHashMap<>();
    private final Set<String> earlierIds = new HashSet<>();
    private final Set<String> used = new LinkedHashSet<>();

    /**
     * @param earlier the definition of the version before
     */
    ComponentIds(Ids ids, Optional<JsonNode> earlier) {
        this.ids = ids;
        this.earlierSteps = earlier.map(definition -> definition.path("steps")).orElse(Json.array());
        noteEarlier(earlierSteps);
    }

    private void noteEarlier(JsonNode steps) {
        steps.forEach(step -> {
            if (step.path("id").isString()) {
                earlierById.putIfAbsent(step.get("id").stringValue(), componentOf(step));
            }
            earlierIds.add(componentOf(step));
            noteEarlier(step.path("steps"));
        });
    }

    private static String componentOf(JsonNode step) {
        return step.path("component_id").asString();
    }

    void check(JsonNode steps, Faults faults) {
        check(steps, "steps", faults);
    }

    private void check(JsonNode steps, String path, Faults faults) {
        int i = 0;
        for (JsonNode step : steps) {
            String at = path + "[" + i++ + "]";
            JsonNode id = step.path("component_id");
            if (id.isString() && !UUID.matcher(id.stringValue()).matches()) {
                faults.add(at + ".component_id", "must be a UUID in lower case");
            } else if (id.isString() && !used.add(id.stringValue())) {
                faults.add(at + ".component_id", "another step has this component id");
            }
            check(step.path("steps"), at + ".steps", faults);
        }
    }

    /** The steps as they were sent, each with its component id. */
    ArrayNode assign(JsonNode steps) {
        return assign(steps, earlierSteps);
    }

    /** Those that no step had before, once they are assigned. */
    List<String> added() {
        return used.stream().filter(id -> !earlierIds.contains(id)).toList();
    }

    private ArrayNode assign(JsonNode steps, JsonNode earlier) {
        ArrayNode assigned = Json.array();
        int index = 0;
        for (JsonNode step : steps) {
            ObjectNode copy = Json.object();
            step.properties().forEach(property -> copy.set(property.getKey(), property.getValue()));
            if (!copy.has("component_id")) {
                copy.put("component_id", idFor(step, earlier.path(index)));
            }
            if (step.path("steps").isArray()) {
                copy.set("steps", assign(step.get("steps"), earlier.path(index).path("steps")));
            }
            assigned.add(copy);
            index++;
        }
        return assigned;
    }

    private String idFor(JsonNode step, JsonNode inItsPlace) {
        Optional<String> byId =
                Optional.ofNullable(earlierById.get(step.path("id").asString("")));
        return byId.or(() -> byPlace(step, inItsPlace)).filter(used::add).orElseGet(this::fresh);
    }

    private String fresh() {
        String id = ids.uuid();
        used.add(id);
        return id;
    }

    private static Optional<String> byPlace(JsonNode step, JsonNode earlier) {
        boolean same = earlier.path("type").equals(step.path("type")) && !step.has("id") && !earlier.has("id");
        return same && earlier.has("component_id") ? Optional.of(componentOf(earlier)) : Optional.empty();
    }
}

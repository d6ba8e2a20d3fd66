package dev.lockstep.client;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is to be different in a step of a workflow; what is empty stays. A config makes a new version of the workflow, a name and a
 * position do not.
 */
public record ComponentChanges(Optional<JsonNode> config, Optional<String> name, Optional<Position> position) {
    /** Where an editor shows the step. */
    public record Position(double x, double y) {}

    /** No change, to begin with. */
    public static ComponentChanges none() {
        return new ComponentChanges(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * @param value whatever Jackson writes as an object: a map, a record, a tree
     */
    public ComponentChanges withConfig(Object value) {
        return new ComponentChanges(Optional.of(Json.tree(value)), name, position);
    }

    public ComponentChanges withName(String value) {
        return new ComponentChanges(config, Optional.of(value), position);
    }

    public ComponentChanges withPosition(double x, double y) {
        return new ComponentChanges(config, name, Optional.of(new Position(x, y)));
    }

    ObjectNode body() {
        ObjectNode body = Json.object();
        config.ifPresent(value -> body.set("config", value));
        name.ifPresent(value -> body.put("name", value));
        position.ifPresent(at -> body.putArray("position").add(at.x()).add(at.y()));
        return body;
    }
}

package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.usecases.Refusal;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is to be done when something happens: Conductor's EventHandler.
 *
 * @param json as it is given back
 */
public record EventHandler(ObjectNode json) {
    private static final int MOST_ACTIONS = 50;
    private static final int LONGEST_NAME = 255;

    private static final Set<String> ACTIONS =
            Set.of("start_workflow", "complete_task", "fail_task", "terminate_workflow", "update_workflow_variables");

    /** @throws Refusal where it is none */
    public static EventHandler parse(JsonNode given) {
        if (!given.isObject()) {
            throw Validation.refusal("", "must be an event handler");
        }
        ObjectNode json = Json.object();
        given.properties().forEach(field -> {
            if (!field.getValue().isNull()) {
                json.set(field.getKey(), field.getValue());
            }
        });
        checkText(json, "name");
        checkText(json, "event");
        JsonNode actions = json.path("actions");
        if (!actions.isArray() || actions.isEmpty() || actions.size() > MOST_ACTIONS) {
            throw Validation.refusal("actions", "must be a list of 1 to " + MOST_ACTIONS + " actions");
        }
        for (int i = 0; i < actions.size(); i++) {
            if (!ACTIONS.contains(actions.path(i).path("action").asString(""))) {
                throw Validation.refusal(
                        "actions[" + i + "].action",
                        "must be one of "
                                + String.join(", ", ACTIONS.stream().sorted().toList()));
            }
        }
        json.put("active", json.path("active").asBoolean(false));
        return new EventHandler(json);
    }

    private static void checkText(ObjectNode json, String field) {
        JsonNode text = json.path(field);
        boolean isName = text.isString()
                && !text.stringValue().isBlank()
                && text.stringValue().length() <= LONGEST_NAME
                && text.stringValue().chars().noneMatch(Character::isISOControl);
        if (!isName) {
            throw Validation.refusal(field, "is required, as a text of 1 to " + LONGEST_NAME + " characters");
        }
    }

    public String name() {
        return json.path("name").asString("");
    }

    /** What it waits for, as in {@code conductor:workflow:queue}. */
    public String event() {
        return json.path("event").asString("");
    }

    public boolean isActive() {
        return json.path("active").asBoolean(false);
    }
}

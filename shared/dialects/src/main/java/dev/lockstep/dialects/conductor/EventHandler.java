package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.usecases.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is to be done when something happens: Conductor's EventHandler.
 *
 * @param json as it is given back
 */
public record EventHandler(ObjectNode json) {
    private static final int MOST_ACTIONS = 50;

    /** @throws Refusal that lists every fault, where there is one */
    public static EventHandler parse(JsonNode given) {
        if (!given.isObject()) {
            throw Validation.refusal("", "must be an event handler");
        }
        ObjectNode json = Reading.withoutNulls(given);
        Faults faults = new Faults();
        Reading fields = new Reading(json, "", faults);
        fields.name("name");
        fields.name("event");
        json.put("active", json.path("active").asBoolean(false));
        EventHandler handler = new EventHandler(json);
        EventCondition.parse(json, faults);
        JsonNode actions = json.path("actions");
        if (!actions.isArray() || actions.isEmpty() || actions.size() > MOST_ACTIONS) {
            fields.fault("actions", "must be a list of 1 to " + MOST_ACTIONS + " actions");
        } else {
            handler.actions(faults);
        }
        Validation.check(faults);
        return handler;
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

    public int actionCount() {
        return json.path("actions").size();
    }

    /** Those that can be done; what keeps others from it goes to the faults. */
    List<EventAction> actions(Faults faults) {
        List<EventAction> actions = new ArrayList<>();
        JsonNode given = json.path("actions");
        for (int i = 0; i < given.size(); i++) {
            Optional<EventAction> action = EventAction.parse(given.path(i), "actions[" + i + "]", faults);
            action.ifPresent(actions::add);
        }
        return actions;
    }
}

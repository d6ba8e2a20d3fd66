package dev.lockstep.engine.usecases;

import dev.lockstep.engine.definition.Plan;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A definition that a dialect has checked and compiled.
 *
 * @param definition what is given back as registered
 * @param components the ids of those that were not there before
 */
public record Compiled(String name, JsonNode definition, Plan plan, List<String> components) {
    public Compiled {
        components = List.copyOf(components);
    }

    public Compiled(String name, JsonNode definition, Plan plan) {
        this(name, definition, plan, List.of());
    }
}

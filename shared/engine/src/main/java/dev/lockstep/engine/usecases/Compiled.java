package dev.lockstep.engine.usecases;

import dev.lockstep.engine.definition.Plan;
import tools.jackson.databind.JsonNode;

/**
 * A definition that a dialect has checked and compiled.
 *
 * @param definition what is given back as registered
 */
public record Compiled(String name, JsonNode definition, Plan plan) {}

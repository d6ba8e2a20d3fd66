package dev.lockstep.engine.execution;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * Somebody's word for a transition that takes more than one.
 *
 * @param input what came with it, which is kept small, since it stands with what is read without data
 */
public record Approval(String transition, Actor by, Instant at, JsonNode input) {}

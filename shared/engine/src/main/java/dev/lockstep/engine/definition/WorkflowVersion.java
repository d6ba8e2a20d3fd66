package dev.lockstep.engine.definition;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * One version of a workflow.
 *
 * @param definition as it was registered, in the words of its dialect
 * @param plan what it was compiled to
 */
public record WorkflowVersion(WorkflowRef ref, String name, JsonNode definition, Plan plan, Instant createdAt) {}

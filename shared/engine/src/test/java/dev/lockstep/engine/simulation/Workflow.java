package dev.lockstep.engine.simulation;

import dev.lockstep.engine.definition.Plan;
import java.util.Map;

/**
 * A generated workflow.
 *
 * @param scripts what each of its operations does, by stage
 */
record Workflow(Plan plan, Map<String, Script> scripts) {}

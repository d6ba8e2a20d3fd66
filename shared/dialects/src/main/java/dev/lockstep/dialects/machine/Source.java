package dev.lockstep.dialects.machine;

import dev.lockstep.engine.definition.Fault;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A definition as it was read.
 *
 * @param lines where each part stands; of JSON, nothing is known of that
 * @param faults what was wrong already with how it is written
 */
record Source(JsonNode definition, Lines lines, List<Fault> faults) {}

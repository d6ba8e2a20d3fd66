package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.definition.WorkflowRef;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Tells which version of the engine's stands for a workflow that another starts. */
@FunctionalInterface
public interface Children {
    /** For definitions that are not about to run. */
    Children UNRESOLVED = child -> Optional.empty();

    /**
     * @param child as the definition of what starts it names it, or has it in it
     * @return empty where it is to be looked up when it is started
     */
    Optional<WorkflowRef> resolve(JsonNode child);
}

package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.definition.WorkflowRef;
import java.util.Optional;

/** Tells which version of the engine's stands for a workflow that another starts. */
@FunctionalInterface
public interface Children {
    /** For definitions that are not about to run. */
    Children UNRESOLVED = (name, version) -> Optional.empty();

    /**
     * @param version the definition's; the latest where none is given
     * @return empty where it is to be looked up when it is started
     */
    Optional<WorkflowRef> resolve(String name, Optional<Integer> version);
}

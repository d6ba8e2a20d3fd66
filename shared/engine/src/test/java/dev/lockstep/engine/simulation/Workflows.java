package dev.lockstep.engine.simulation;

import dev.lockstep.engine.definition.WorkflowRef;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** What was generated for each version. */
final class Workflows {
    private final Map<WorkflowRef, Workflow> workflows = new HashMap<>();

    void add(WorkflowRef ref, Workflow workflow) {
        workflows.put(ref, workflow);
    }

    Workflow of(WorkflowRef ref) {
        return Objects.requireNonNull(workflows.get(ref));
    }
}

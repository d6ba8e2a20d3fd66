package dev.lockstep.engine.simulation;

import dev.lockstep.engine.definition.WorkflowRef;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The graph of each version. */
final class Graphs {
    private final Map<WorkflowRef, Graph> graphs = new HashMap<>();

    void add(WorkflowRef ref, Graph graph) {
        graphs.put(ref, graph);
    }

    Graph of(WorkflowRef ref) {
        return Objects.requireNonNull(graphs.get(ref));
    }
}

package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.ports.ComponentStore;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Components in memory. */
public final class InMemoryComponentStore implements ComponentStore {
    private record Component(Workspace workspace, String id) {}

    private record Workflow(Workspace workspace, WorkflowId id) {}

    private final Map<Component, WorkflowId> workflows = new HashMap<>();
    private final Map<Workflow, Map<String, Placing>> placings = new HashMap<>();

    @Override
    public synchronized void assign(Workspace workspace, WorkflowId workflow, Collection<String> components) {
        components.forEach(id -> workflows.put(new Component(workspace, id), workflow));
    }

    @Override
    public synchronized Optional<WorkflowId> workflow(Workspace workspace, String component) {
        return Optional.ofNullable(workflows.get(new Component(workspace, component)));
    }

    @Override
    public synchronized Map<String, Placing> placings(Workspace workspace, WorkflowId workflow) {
        return Map.copyOf(placings.getOrDefault(new Workflow(workspace, workflow), Map.of()));
    }

    @Override
    public synchronized Placing place(Workspace workspace, WorkflowId workflow, String component, Placing given) {
        Map<String, Placing> all = placings.computeIfAbsent(new Workflow(workspace, workflow), any -> new HashMap<>());
        Placing kept = given.or(all.getOrDefault(component, Placing.NONE));
        all.put(component, kept);
        return kept;
    }
}

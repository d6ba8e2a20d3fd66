package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.definition.Workspace;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Definitions in memory, of one workspace. */
final class InMemoryDefinitionStore implements DefinitionStore {
    private final Map<String, NavigableMap<Integer, WorkflowDefinition>> workflows = new TreeMap<>();
    private final Map<String, TaskDefinition> tasks = new TreeMap<>();
    private final Map<String, Integer> snapshots = new HashMap<>();

    @Override
    public boolean addWorkflow(Workspace workspace, WorkflowDefinition definition) {
        return versions(definition.name()).putIfAbsent(definition.version(), definition) == null;
    }

    private NavigableMap<Integer, WorkflowDefinition> versions(String name) {
        return workflows.computeIfAbsent(name, any -> new TreeMap<>());
    }

    @Override
    public void putWorkflow(Workspace workspace, WorkflowDefinition definition) {
        versions(definition.name()).put(definition.version(), definition);
    }

    @Override
    public Optional<WorkflowDefinition> findWorkflow(Workspace workspace, String name, Optional<Integer> version) {
        NavigableMap<Integer, WorkflowDefinition> found = versions(name);
        return found.isEmpty() ? Optional.empty() : Optional.ofNullable(found.get(version.orElseGet(found::lastKey)));
    }

    @Override
    public boolean deleteWorkflow(Workspace workspace, String name, int version) {
        return versions(name).remove(version) != null;
    }

    @Override
    public List<WorkflowDefinition> workflows(Workspace workspace) {
        return workflows.values().stream().flatMap(of -> of.values().stream()).toList();
    }

    @Override
    public List<String> workflowNames(Workspace workspace) {
        return List.copyOf(workflows.keySet());
    }

    @Override
    public List<WorkflowDefinition> workflowVersions(Workspace workspace, String name) {
        return List.copyOf(versions(name).values());
    }

    @Override
    public void putTask(Workspace workspace, TaskDefinition definition) {
        tasks.put(definition.name(), definition);
    }

    @Override
    public Map<String, TaskDefinition> findTasks(Workspace workspace, Collection<String> names) {
        Map<String, TaskDefinition> found = new TreeMap<>(tasks);
        found.keySet().retainAll(names);
        return found;
    }

    @Override
    public List<TaskDefinition> tasks(Workspace workspace) {
        return List.copyOf(tasks.values());
    }

    @Override
    public boolean deleteTask(Workspace workspace, String name) {
        return tasks.remove(name) != null;
    }

    @Override
    public Optional<Integer> snapshot(Workspace workspace, String name, String fingerprint) {
        return Optional.ofNullable(snapshots.get(name + "/" + fingerprint));
    }

    @Override
    public void rememberSnapshot(Workspace workspace, String name, String fingerprint, int version) {
        snapshots.put(name + "/" + fingerprint, version);
    }
}

package dev.lockstep.dialects.conductor.trial;

import dev.lockstep.dialects.conductor.DefinitionStore;
import dev.lockstep.dialects.conductor.TaskDefinition;
import dev.lockstep.dialects.conductor.WorkflowDefinition;
import dev.lockstep.engine.definition.Workspace;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The definitions that are registered, with one in front of them that need not be. Each is read once, and which versions were made
 * of them is remembered here alone: nothing is written.
 */
final class TriedDefinitions implements DefinitionStore {
    private final DefinitionStore registered;
    private final Optional<WorkflowDefinition> given;
    private final Map<Asked, Optional<WorkflowDefinition>> workflows = new HashMap<>();
    private final Map<String, Optional<TaskDefinition>> tasks = new HashMap<>();
    private final Map<String, Integer> snapshots = new HashMap<>();

    private record Asked(String name, Optional<Integer> version) {}

    TriedDefinitions(DefinitionStore registered, Optional<WorkflowDefinition> given) {
        this.registered = registered;
        this.given = given;
    }

    @Override
    public Optional<WorkflowDefinition> findWorkflow(Workspace workspace, String name, Optional<Integer> version) {
        return given.filter(own -> own.name().equals(name) && version.orElse(own.version()) == own.version())
                .or(() -> workflows.computeIfAbsent(
                        new Asked(name, version), any -> registered.findWorkflow(workspace, name, version)));
    }

    @Override
    public Map<String, TaskDefinition> findTasks(Workspace workspace, Collection<String> names) {
        List<String> unread =
                names.stream().filter(name -> !tasks.containsKey(name)).toList();
        if (!unread.isEmpty()) {
            Map<String, TaskDefinition> read = registered.findTasks(workspace, unread);
            unread.forEach(name -> tasks.put(name, Optional.ofNullable(read.get(name))));
        }
        Map<String, TaskDefinition> found = new LinkedHashMap<>();
        names.forEach(name ->
                tasks.getOrDefault(name, Optional.empty()).ifPresent(definition -> found.put(name, definition)));
        return found;
    }

    @Override
    public Optional<Integer> snapshot(Workspace workspace, String name, String fingerprint) {
        return Optional.ofNullable(snapshots.get(name + "/" + fingerprint));
    }

    @Override
    public void rememberSnapshot(Workspace workspace, String name, String fingerprint, int version) {
        snapshots.put(name + "/" + fingerprint, version);
    }

    @Override
    public List<WorkflowDefinition> workflows(Workspace workspace) {
        return registered.workflows(workspace);
    }

    @Override
    public List<String> workflowNames(Workspace workspace) {
        return registered.workflowNames(workspace);
    }

    @Override
    public List<WorkflowDefinition> workflowVersions(Workspace workspace, String name) {
        return registered.workflowVersions(workspace, name);
    }

    @Override
    public List<TaskDefinition> tasks(Workspace workspace) {
        return registered.tasks(workspace);
    }

    @Override
    public boolean addWorkflow(Workspace workspace, WorkflowDefinition definition) {
        throw nothingIsWritten();
    }

    @Override
    public void putWorkflow(Workspace workspace, WorkflowDefinition definition) {
        throw nothingIsWritten();
    }

    @Override
    public boolean deleteWorkflow(Workspace workspace, String name, int version) {
        throw nothingIsWritten();
    }

    @Override
    public void putTask(Workspace workspace, TaskDefinition definition) {
        throw nothingIsWritten();
    }

    @Override
    public boolean deleteTask(Workspace workspace, String name) {
        throw nothingIsWritten();
    }

    private static IllegalStateException nothingIsWritten() {
        return new IllegalStateException("definitions are only read where a workflow is tried out");
    }
}

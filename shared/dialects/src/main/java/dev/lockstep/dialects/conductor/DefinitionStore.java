package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.usecases.Refusal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where definitions are kept as they were registered. A version of a workflow may be written over; what runs is kept elsewhere. */
public interface DefinitionStore {
    /**
     * Records a version of a workflow, if there is none of its number.
     *
     * @return whether there was none
     */
    boolean addWorkflow(Workspace workspace, WorkflowDefinition definition);

    /** Records a version of a workflow, or writes over it. */
    void putWorkflow(Workspace workspace, WorkflowDefinition definition);

    /**
     * @param version the highest where none is given
     */
    Optional<WorkflowDefinition> findWorkflow(Workspace workspace, String name, Optional<Integer> version);

    /**
     * @param version the highest where none is given
     * @throws Refusal where there is no such
     */
    default WorkflowDefinition getWorkflow(Workspace workspace, String name, Optional<Integer> version) {
        return findWorkflow(workspace, name, version)
                .orElseThrow(() -> Refusal.noSuchTask("No such workflow found by name: " + name + ", version: "
                        + version.map(String::valueOf).orElse("null")));
    }

    /** @return whether there was one */
    boolean deleteWorkflow(Workspace workspace, String name, int version);

    /** All versions of all workflows, by name and version, as many as fit into an answer. */
    List<WorkflowDefinition> workflows(Workspace workspace);

    /** The names of all workflows, in order, as many as fit into an answer. */
    List<String> workflowNames(Workspace workspace);

    /** All versions of a workflow, the first one first, as many as fit into an answer. */
    List<WorkflowDefinition> workflowVersions(Workspace workspace, String name);

    void putTask(Workspace workspace, TaskDefinition definition);

    /** Those that there are of these names. */
    Map<String, TaskDefinition> findTasks(Workspace workspace, Collection<String> names);

    /** All definitions of tasks, by name, as many as fit into an answer. */
    List<TaskDefinition> tasks(Workspace workspace);

    /** @return whether there was one */
    boolean deleteTask(Workspace workspace, String name);

    /** Which version of the engine's was made of a definition with all that belongs to it. */
    Optional<Integer> snapshot(Workspace workspace, String name, String fingerprint);

    void rememberSnapshot(Workspace workspace, String name, String fingerprint, int version);
}

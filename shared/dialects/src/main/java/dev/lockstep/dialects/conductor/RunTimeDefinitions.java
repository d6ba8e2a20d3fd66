package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.operations.OperationFailure;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.Refusal;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What is registered when a task begins that only then is told what it does. */
public final class RunTimeDefinitions {
    private final DefinitionStore definitions;
    private final Snapshots snapshots;

    public RunTimeDefinitions(DefinitionStore definitions, Snapshots snapshots) {
        this.definitions = definitions;
        this.snapshots = snapshots;
    }

    /** How tasks of these names are tried and timed, as far as that is registered. */
    Map<String, TaskDefinition> tasks(Workspace workspace, Collection<String> names) {
        return definitions.findTasks(workspace, names);
    }

    /** A workflow, and the version of the engine's that stands for it. */
    record Known(WorkflowDefinition definition, WorkflowRef ref) {}

    /**
     * The version of the engine's that stands for a workflow now.
     *
     * @param version the highest where none is given
     * @throws OperationFailure where there is none that could run
     */
    Known workflow(Workspace workspace, String name, Optional<Integer> version) throws OperationFailure {
        Optional<WorkflowDefinition> found = definitions.findWorkflow(workspace, name, version);
        if (found.isEmpty()) {
            throw failed("No such workflow found by name: " + name + ", version: "
                    + version.map(String::valueOf).orElse("the latest"));
        }
        return snapshot(workspace, found.get());
    }

    /**
     * The version that stands for a workflow that nobody has registered.
     *
     * @throws OperationFailure where it is no definition of one
     */
    Known given(Workspace workspace, JsonNode definition) throws OperationFailure {
        Faults faults = new Faults();
        WorkflowDefinition read = DefinitionReader.read(definition, "workflowDefinition", faults);
        if (!faults.isEmpty()) {
            throw failed(faults.list().getFirst().path() + ": "
                    + faults.list().getFirst().message());
        }
        return snapshot(workspace, read);
    }

    private Known snapshot(Workspace workspace, WorkflowDefinition definition) throws OperationFailure {
        try {
            return new Known(definition, snapshots.of(new Caller(workspace, "", Set.of()), definition));
        } catch (Refusal refusal) {
            if (refusal.kind() == Refusal.Kind.CONFLICT) {
                throw refusal;
            }
            throw failed("workflow " + definition.name() + " cannot run: " + refusal.getMessage() + " "
                    + Json.write(refusal.faults()));
        }
    }

    private static OperationFailure failed(String message) {
        return new OperationFailure(TaskResult.FAILED, message);
    }
}

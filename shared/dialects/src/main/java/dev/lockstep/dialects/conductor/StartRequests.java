package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.execution.Tags;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.Refusal;
import dev.lockstep.engine.usecases.StartExecution;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** What the engine is to start where a workflow is asked for by its name. */
public record StartRequests(DefinitionStore definitions, Snapshots snapshots) {
    /** @throws Refusal where there is no such definition, or what is asked for is not valid */
    public StartExecution.Request of(Caller caller, StartWorkflow.Request request, StartWorkflow.Origin origin) {
        if (request.name().isBlank()) {
            throw Validation.refusal("name", "Workflow name cannot be null or empty");
        }
        if (request.priority() < 0 || request.priority() > 99) {
            throw Validation.refusal("priority", "must be from 0 to 99");
        }
        WorkflowDefinition definition = definitions.getWorkflow(caller.workspace(), request.name(), request.version());
        WorkflowRef ref = version(caller, definition, request.input());
        return new StartExecution.Request(
                ref.workflow(),
                Optional.of(ref.version()),
                definition.input(request.input()),
                new Tags(request.correlationId(), Optional.of(request.priority())).in(request.domains()),
                origin.call(),
                origin.parent());
    }

    /**
     * What a workflow runs on that is started now, by its latest definition.
     *
     * @throws Refusal where there is no such definition, or none any more
     */
    WorkflowRef latest(Caller caller, String name, ObjectNode input) {
        return version(caller, definitions.getWorkflow(caller.workspace(), name, Optional.empty()), input);
    }

    private WorkflowRef version(Caller caller, WorkflowDefinition definition, ObjectNode input) {
        WorkflowRef ref = snapshots.of(caller, definition);
        // What comes with the input is not made with the definition.
        definition
                .failureWorkflow()
                .flatMap(started -> started.nameIn(input)
                        .flatMap(name -> definitions.findWorkflow(caller.workspace(), name, started.version())))
                .ifPresent(started -> snapshots.of(caller, started));
        return ref;
    }
}

package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.execution.Domains;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Tags;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.Refusal;
import dev.lockstep.engine.usecases.StartExecution;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Starts workflows by the names of their definitions. */
public final class StartWorkflow {
    private final DefinitionStore definitions;
    private final Snapshots snapshots;
    private final StartExecution start;

    public StartWorkflow(DefinitionStore definitions, Snapshots snapshots, StartExecution start) {
        this.definitions = definitions;
        this.snapshots = snapshots;
        this.start = start;
    }

    /**
     * What a caller asks for.
     *
     * @param version the highest where none is given
     */
    public record Request(
            String name,
            Optional<Integer> version,
            ObjectNode input,
            Optional<String> correlationId,
            int priority,
            Domains domains) {
        /** Reads a StartWorkflowRequest. */
        public static Request of(JsonNode body) {
            JsonNode input = body.path("input");
            if (!input.isMissingNode() && !input.isObject()) {
                throw Validation.refusal("input", "must be an object");
            }
            return new Request(
                    body.path("name").asString(""),
                    Optional.of(whole(body, "version")).filter(number -> number > 0),
                    input instanceof ObjectNode object ? object : Json.object(),
                    Optional.of(body.path("correlationId").asString("")).filter(id -> !id.isEmpty()),
                    whole(body, "priority"),
                    TaskToDomain.read(body));
        }

        private static int whole(JsonNode body, String field) {
            JsonNode value = body.path(field);
            if (value.isMissingNode() || value.isNull()) {
                return 0;
            }
            if (!value.isInt()) {
                throw Validation.refusal(field, "must be a whole number");
            }
            return value.intValue();
        }
    }

    /**
     * @throws Refusal where there is no such definition, or what is asked for is not valid; then nothing is started
     */
    public ExecutionId start(Caller caller, Request request) {
        if (request.name().isBlank()) {
            throw Validation.refusal("name", "Workflow name cannot be null or empty");
        }
        if (request.priority() < 0 || request.priority() > 99) {
            throw Validation.refusal("priority", "must be from 0 to 99");
        }
        WorkflowDefinition definition = definitions.getWorkflow(caller.workspace(), request.name(), request.version());
        WorkflowRef ref = snapshots.of(caller, definition);
        return start.start(
                caller,
                new StartExecution.Request(
                        ref.workflow(),
                        Optional.of(ref.version()),
                        definition.input(request.input()),
                        new Tags(request.correlationId(), Optional.of(request.priority())).in(request.domains()),
                        Optional.empty()));
    }
}

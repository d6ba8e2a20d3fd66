package dev.lockstep.dialects.conductor.trial;

import dev.lockstep.dialects.conductor.Reading;
import dev.lockstep.dialects.conductor.StartWorkflow;
import dev.lockstep.dialects.conductor.Validation;
import dev.lockstep.dialects.conductor.WorkflowCompiler;
import dev.lockstep.dialects.conductor.WorkflowDefinition;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.usecases.Refusal;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads WorkflowTestRequests. */
final class TrialReader {
    private static final String DEFINITION = "workflowDef";

    private final WorkflowCompiler compiler;
    private final Faults faults = new Faults();

    TrialReader(WorkflowCompiler compiler) {
        this.compiler = compiler;
    }

    /** @throws Refusal that lists every fault */
    TrialRequest read(JsonNode given) {
        if (!given.isObject()) {
            throw Validation.refusal("", "must be an object");
        }
        ObjectNode body = Reading.withoutNulls(given);
        Optional<WorkflowDefinition> definition =
                Optional.ofNullable(body.get(DEFINITION)).map(this::definition);
        definition.ifPresent(own -> body.put("name", own.name()).put("version", own.version()));
        Optional<StartWorkflow.Request> start = start(body);
        TaskMocks mocks = new MockReader(faults).read(body);
        Validation.check(faults);
        return new TrialRequest(start.orElseThrow(), definition, mocks);
    }

    private WorkflowDefinition definition(JsonNode given) {
        Faults own = new Faults();
        WorkflowDefinition definition = compiler.read(given, own);
        own.list().forEach(fault -> faults.add(at(fault.path()), fault.message()));
        return definition;
    }

    private static String at(String path) {
        return path.isEmpty() ? DEFINITION : DEFINITION + "." + path;
    }

    /** An idempotency key has no effect: nothing is there that a start could be the same as. */
    private Optional<StartWorkflow.Request> start(ObjectNode body) {
        if (body.path("name").asString("").isBlank() && !body.has(DEFINITION)) {
            faults.add("name", "Workflow name cannot be null or empty");
        }
        if (body.path("priority").asInt(0) < 0 || body.path("priority").asInt(0) > 99) {
            faults.add("priority", "must be from 0 to 99");
        }
        if (body.path("input") instanceof ObjectNode input) {
            Json.flaw(input).ifPresent(flaw -> faults.add("input", flaw));
        }
        body.remove("idempotencyKey");
        body.remove("idempotencyStrategy");
        try {
            return Optional.of(StartWorkflow.Request.of(body));
        } catch (Refusal refusal) {
            refusal.faults().forEach(fault -> faults.add(fault.path(), fault.message()));
            return Optional.empty();
        }
    }
}

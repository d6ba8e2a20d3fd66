package dev.lockstep.dialects.machine;

import dev.lockstep.dialects.pipeline.AttemptFields;
import dev.lockstep.engine.data.DataType;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.Fields;
import dev.lockstep.engine.definition.OnError;
import dev.lockstep.engine.definition.Place;
import dev.lockstep.engine.definition.Policy;
import dev.lockstep.engine.definition.RetryPolicy;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.definition.StageInput;
import dev.lockstep.engine.expression.Template;
import dev.lockstep.engine.operations.Catalogue;
import dev.lockstep.engine.operations.Config;
import dev.lockstep.engine.operations.Operation;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Compiles the work of a state: a step as pipelines have them, of the types that are operations. */
final class RunCompiler {
    private final Catalogue catalogue;
    private final Faults faults;

    RunCompiler(Catalogue catalogue, Faults faults) {
        this.catalogue = catalogue;
        this.faults = faults;
    }

    Stage.Task compile(String state, JsonNode run, String path, OnError onError) {
        Fields fields = new Fields(run, path, faults);
        fields.require("type");
        String type = fields.text("type", 128).orElse("");
        Optional<JsonNode> given = fields.any("input");
        RetryPolicy retry = AttemptFields.retry(fields, faults);
        int timeout = AttemptFields.timeoutSeconds(fields);
        int credits = fields.integer("credits", 0, 1_000_000).orElse(1);
        Optional<Operation> operation = operation(type, fields.at("type"));
        Config config = operation
                .map(found -> Config.parse(fields.rest(), found, path, faults))
                .orElseGet(() -> Config.of(Json.object()));
        ReferenceCheck.check(config.references(), path, "what a state runs", faults);
        return new Stage.Task(
                state,
                type,
                new Activity.Operation(),
                operation.map(found -> input(found, given, fields)).orElseGet(StageInput.OfExecution::new),
                config,
                Optional.empty(),
                Optional.empty(),
                new Policy(retry, timeout, onError, Optional.empty(), credits),
                Place.NOWHERE);
    }

    private Optional<Operation> operation(String type, String path) {
        Optional<Operation> known = catalogue.find(type);
        if (known.filter(operation -> !operation.isRun()).isPresent()) {
            faults.add(path, "a state runs an operation, and " + type + " is none");
            return Optional.empty();
        }
        if (known.isEmpty() && !type.isEmpty()) {
            List<String> close = catalogue.closestTo(type);
            faults.add(
                    path,
                    "unknown step type \"" + type + "\""
                            + (close.isEmpty()
                                    ? "; GET /operations lists them"
                                    : "; did you mean " + close.getFirst() + "?"));
        }
        return known;
    }

    /** Its own, or else what the execution was started with. */
    private StageInput input(Operation operation, Optional<JsonNode> given, Fields fields) {
        if (given.isEmpty()) {
            if (operation.needsOwnInput() || operation.takes() != DataType.ANY) {
                faults.add(fields.at("input"), "is required by " + operation.type());
            }
            return new StageInput.OfExecution();
        }
        Template input = Template.parse(given.get(), fields.at("input"), faults);
        ReferenceCheck.check(input.references(), fields.at("input"), "what a state runs", faults);
        input.literal()
                .filter(data -> operation.takes().coerce(data).isEmpty())
                .ifPresent(data -> faults.add(
                        fields.at("input"),
                        operation.type() + " takes " + operation.takes().label()));
        return new StageInput.Own(input);
    }
}

package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.OnError;
import dev.lockstep.engine.definition.Place;
import dev.lockstep.engine.definition.Policy;
import dev.lockstep.engine.definition.RetryPolicy;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.definition.StageInput;
import dev.lockstep.engine.operations.Catalogue;
import dev.lockstep.engine.operations.Config;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Makes stages of tasks: what all types of them have in common. */
record StageMaker(Catalogue catalogue, Parameters parameters, Faults faults) {
    /** How long an attempt at what a function does itself may take. */
    static final int OWN_SECONDS = 10;

    static OnError onError(WorkflowTask task) {
        return task.isOptional() || task.isPermissive() ? OnError.CONTINUE_WITH_DETAILS : OnError.FAIL;
    }

    /** Fields of a step type, checked as those of a pipeline are. */
    Config config(String type, ObjectNode fields, String path) {
        Config config = Config.parse(fields, catalogue.find(type).orElseThrow(), path, faults);
        return catalogue.find(type).orElseThrow().isRun() ? config : config.templatesAlone();
    }

    static Config none() {
        return Config.of(Json.object());
    }

    Policy own(WorkflowTask task) {
        return new Policy(RetryPolicy.NONE, OWN_SECONDS, onError(task), Optional.empty(), 0);
    }

    /** The JSONata for what a stage gives; what keeps it from being told goes to the faults. */
    String output(String stage, String path) {
        try {
            return "steps." + DataPath.quoted(stage) + ".output";
        } catch (DataPath.Unsupported e) {
            faults.add(path, String.valueOf(e.getMessage()));
            return "input";
        }
    }

    StageInput input(WorkflowTask task) {
        return input(task, List.of());
    }

    /** @param literal the fields that are taken as they are: what looks like an expression in a script is its own */
    StageInput input(WorkflowTask task, List<String> literal) {
        ObjectNode given = Json.object();
        task.inputParameters().properties().stream()
                .filter(field -> !literal.contains(field.getKey()))
                .forEach(field -> given.set(field.getKey(), field.getValue()));
        task.definition()
                .map(TaskDefinition::inputTemplate)
                .ifPresent(template -> template.properties().stream()
                        .filter(field -> !given.hasNonNull(field.getKey()) && !literal.contains(field.getKey()))
                        .forEach(field -> given.set(field.getKey(), field.getValue())));
        return new StageInput.Own(parameters.template(given, task.path() + ".inputParameters", task.reference()));
    }

    Stage.Task stage(WorkflowTask task, String type, Activity activity, Optional<String> loop) {
        return stage(task, type, activity, input(task), none(), own(task), loop);
    }

    Stage.Task stage(
            WorkflowTask task,
            String type,
            Activity activity,
            StageInput input,
            Config config,
            Policy policy,
            Optional<String> loop) {
        return new Stage.Task(
                task.reference(),
                type,
                activity,
                input,
                config,
                Optional.empty(),
                Optional.empty(),
                policy.puttingOff(task.startDelaySeconds()),
                loop.map(Place.NOWHERE::within).orElse(Place.NOWHERE));
    }
}

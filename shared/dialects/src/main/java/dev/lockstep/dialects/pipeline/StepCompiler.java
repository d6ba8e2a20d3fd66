package dev.lockstep.dialects.pipeline;

import dev.lockstep.dialects.pipeline.StepDefinition.Failing;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.OnError;
import dev.lockstep.engine.definition.Place;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.PlanBuilder;
import dev.lockstep.engine.definition.Policy;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.definition.StageInput;
import dev.lockstep.engine.expression.Template;
import dev.lockstep.engine.operations.Catalogue;
import dev.lockstep.engine.operations.Config;
import dev.lockstep.engine.operations.Operation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Compiles steps to tasks, list by list, those within loops after the loop itself. */
final class StepCompiler {
    private final Catalogue catalogue;
    private final Faults faults;
    private final TypeCheck types;
    private final Map<String, StepDefinition> all = new LinkedHashMap<>();
    private final PlanBuilder builder = new PlanBuilder();
    private final Map<String, Stage.Task> tasks = new LinkedHashMap<>();

    StepCompiler(Catalogue catalogue, Faults faults) {
        this.catalogue = catalogue;
        this.faults = faults;
        this.types = new TypeCheck(faults);
    }

    void compile(List<StepDefinition> steps) {
        noteIds(steps);
        compile(Scope.of(steps, faults));
    }

    /** @param inputSchema what an execution's input must match */
    Plan plan(JsonNode inputSchema, Optional<Integer> timeoutSeconds) {
        return builder.build(inputSchema, timeoutSeconds);
    }

    private void noteIds(List<StepDefinition> steps) {
        for (StepDefinition step : steps) {
            StepDefinition earlier = all.putIfAbsent(step.id(), step);
            if (earlier != null) {
                faults.add(step.at("id"), "the id \"" + step.id() + "\" is also that of " + earlier.path());
            }
            noteIds(step.steps());
        }
    }

    private void compile(Scope scope) {
        Map<String, Stage.Task> compiled = new LinkedHashMap<>();
        for (StepDefinition step : scope.graph().inOrder()) {
            Optional<Operation> operation = operation(step);
            if (operation.isPresent()) {
                Stage.Task task = task(step, operation.get(), scope);
                new ReferenceCheck(scope, all.keySet(), faults).check(step, task);
                types.check(step, operation.get(), task);
                compiled.put(step.id(), task);
            }
        }
        for (StepDefinition step : scope.graph().asWritten()) {
            Stage.Task task = compiled.get(step.id());
            if (task != null) {
                tasks.put(step.id(), task);
                builder.add(task, scope.graph().before(step.id()), scope.graph().failuresBefore(step.id()));
                step.compensate().ifPresent(undo -> compensation(step, undo, scope));
                if (task.activity() instanceof Activity.Loop) {
                    compile(scope.within(step, faults));
                }
            }
        }
    }

    private Optional<Operation> operation(StepDefinition step) {
        Optional<Operation> operation = catalogue.find(step.type());
        if (operation.isEmpty() && !step.type().isEmpty()) {
            List<String> close = catalogue.closestTo(step.type());
            faults.add(
                    step.at("type"),
                    "unknown step type \"" + step.type() + "\""
                            + (close.isEmpty()
                                    ? "; GET /operations lists them"
                                    : "; did you mean " + close.getFirst() + "?"));
        }
        return operation;
    }

    private Stage.Task task(StepDefinition step, Operation operation, Scope scope) {
        if (operation.needsOwnInput() && step.input().isEmpty()) {
            faults.add(step.at("input"), "is required by " + step.type());
        }
        Config config = Config.parse(step.config(), operation, step.path(), faults);
        Activity activity = new ActivityCompiler(scope.graph(), faults).compile(step, config);
        checkCombination(step, activity);
        Place place = scope.loop().map(loop -> Place.NOWHERE.within(loop.id())).orElse(Place.NOWHERE);
        return new Stage.Task(
                step.id(),
                step.type(),
                activity,
                input(step, scope),
                activity instanceof Activity.Operation ? config : config.templatesAlone(),
                step.when(),
                step.forEach(),
                policy(step),
                place);
    }

    private static Policy policy(StepDefinition step) {
        OnError onError = switch (step.onError()) {
            case Failing.Fails fails -> OnError.FAIL;
            case Failing.Continues continues -> OnError.CONTINUE;
            case Failing.ContinuesWithDetails continues -> OnError.CONTINUE_WITH_DETAILS;
            case Failing.GoesTo goesTo -> OnError.GO_TO;
        };
        return new Policy(
                step.retry(),
                step.timeoutSeconds(),
                onError,
                step.compensate().map(StepDefinition::id),
                step.credits(),
                step.startDelaySeconds(),
                step.totalSeconds());
    }

    /** What makes no sense together. */
    private void checkCombination(StepDefinition step, Activity activity) {
        boolean retried = step.retry().maxAttempts() > 1;
        boolean runsOnce = switch (activity) {
            case Activity.Operation operation -> false;
            case Activity.Worker worker -> false;
            case Activity.Dynamic dynamic -> false;
            case Activity.Decision decision -> false;
            case Activity.SubWorkflow workflow -> false;
            case Activity.Await await -> true;
            case Activity.Loop loop -> true;
            case Activity.Choice choice -> true;
            case Activity.Merge merge -> true;
            case Activity.SetVariables set -> true;
            case Activity.Terminate terminate -> true;
        };
        if (retried && runsOnce) {
            faults.add(step.at("retry"), "a " + step.type() + " is not tried again");
        }
        if (step.totalSeconds().isPresent() && runsOnce) {
            faults.add(step.at("total_timeout_seconds"), "a " + step.type() + " makes no attempts");
        }
        boolean placed = switch (activity) {
            case Activity.Choice choice -> true;
            case Activity.Merge merge -> true;
            case Activity.SetVariables set -> true;
            case Activity.Terminate terminate -> true;
            case Activity.Operation operation -> false;
            case Activity.Worker worker -> false;
            case Activity.Dynamic dynamic -> false;
            case Activity.Decision decision -> false;
            case Activity.SubWorkflow workflow -> false;
            case Activity.Await await -> false;
            case Activity.Loop loop -> false;
        };
        if (placed && step.forEach().isPresent()) {
            faults.add(step.at("for_each"), "a " + step.type() + " cannot be run for each element");
        }
        if (placed && step.compensate().isPresent()) {
            faults.add(step.at("compensate"), "a " + step.type() + " does nothing that could be undone");
        }
        if (activity instanceof Activity.Loop && step.compensate().isPresent()) {
            faults.add(step.at("compensate"), "have the steps within the loop compensated");
        }
    }

    private void compensation(StepDefinition step, StepDefinition undo, Scope scope) {
        Optional<Operation> operation = operation(undo);
        if (operation.isEmpty()) {
            return;
        }
        Config config = Config.parse(undo.config(), operation.get(), undo.path(), faults);
        Activity activity = new ActivityCompiler(scope.graph(), faults).compile(undo, config);
        if (!(activity instanceof Activity.Operation)) {
            faults.add(undo.at("type"), "a step is undone by an operation, and " + undo.type() + " is none");
            return;
        }
        StageInput input = undo.input().isPresent()
                ? new StageInput.Own(Template.parse(undo.input().get(), undo.at("input"), faults))
                : new StageInput.OutputOf(step.id());
        Place place = Place.NOWHERE.undoing(step.id());
        Stage.Task task = new Stage.Task(
                undo.id(),
                undo.type(),
                activity,
                input,
                config,
                Optional.empty(),
                Optional.empty(),
                policy(undo),
                scope.loop().map(loop -> place.within(loop.id())).orElse(place));
        new ReferenceCheck(scope, all.keySet(), faults).checkCompensation(step, undo, task);
        builder.addCompensation(task);
    }

    private StageInput input(StepDefinition step, Scope scope) {
        if (step.input().isPresent()) {
            return new StageInput.Own(Template.parse(step.input().get(), step.at("input"), faults));
        }
        if (step.forEach().isPresent()) {
            return new StageInput.OfItem();
        }
        List<String> sources = scope.graph().sources(step.id());
        return switch (sources.size()) {
            case 0 ->
                scope.loop()
                        .<StageInput>map(loop -> new StageInput.OfLoop(loop.id()))
                        .orElseGet(StageInput.OfExecution::new);
            case 1 ->
                step.type().equals("Join")
                        ? new StageInput.OutputsOf(sources)
                        : new StageInput.OutputOf(sources.getFirst());
            default -> new StageInput.OutputsOf(sources);
        };
    }

    /** What the first steps take, where they take the execution's input. */
    JsonNode impliedSchema() {
        List<ObjectNode> schemas = tasks.values().stream()
                .filter(task -> task.input() instanceof StageInput.OfExecution)
                .map(task -> catalogue.find(task.type()).orElseThrow().takes().schema())
                .distinct()
                .toList();
        return switch (schemas.size()) {
            case 0 -> Json.object().put("type", "object");
            case 1 -> schemas.getFirst();
            default -> {
                ObjectNode allSchemas = Json.object();
                ArrayNode allOf = allSchemas.putArray("allOf");
                schemas.forEach(allOf::add);
                yield allSchemas;
            }
        };
    }
}

package dev.lockstep.dialects.pipeline;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.data.JsonSchema;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.Fields;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.PlanBuilder;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.definition.StageInput;
import dev.lockstep.engine.expression.Template;
import dev.lockstep.engine.operations.Catalogue;
import dev.lockstep.engine.operations.Config;
import dev.lockstep.engine.operations.Operation;
import dev.lockstep.engine.ports.Ids;
import dev.lockstep.engine.usecases.Compiled;
import dev.lockstep.engine.usecases.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Checks a pipeline and compiles it to a plan. */
public final class PipelineCompiler {
    /** How many steps a definition may have. */
    public static final int MAX_STEPS = 1_000;

    private final Catalogue catalogue;
    private final Ids ids;

    public PipelineCompiler(Catalogue catalogue, Ids ids) {
        this.catalogue = catalogue;
        this.ids = ids;
    }

    /**
     * Compiles a definition.
     *
     * @param earlier the definition of the version before, whose component ids the steps keep
     * @throws Refusal that lists every fault
     */
    public Compiled compile(JsonNode definition, Optional<JsonNode> earlier) {
        Faults faults = new Faults();
        Fields fields = new Fields(definition, "", faults);
        fields.require("name");
        Optional<String> name = fields.text("name", 256);
        fields.text("description", 4_096);
        Optional<JsonNode> inputSchema = fields.any("input_schema");
        inputSchema.ifPresent(schema -> JsonSchema.compile(schema, "input_schema", faults));
        JsonNode steps = fields.any("steps").orElse(Json.array());
        fields.refuseOthers();
        ComponentIds components = new ComponentIds(ids, earlier);
        Map<String, Stage.Operation> unlinked = new LinkedHashMap<>();
        StepGraph graph = new StepGraph(parse(steps, faults), faults);
        components.check(steps, faults);
        compileSteps(graph, unlinked, faults);
        if (!faults.isEmpty()) {
            throw refused(faults);
        }
        Plan plan = plan(graph, unlinked, inputSchema.orElseGet(() -> impliedSchema(unlinked)));
        return new Compiled(name.orElseThrow(), withComponents(definition, components.assign(steps)), plan);
    }

    private static Refusal refused(Faults faults) {
        return Refusal.invalid("the workflow definition is not valid", faults.list());
    }

    private static List<StepDefinition> parse(JsonNode steps, Faults faults) {
        List<StepDefinition> parsed = new ArrayList<>();
        if (!steps.isArray() || steps.isEmpty() || steps.size() > MAX_STEPS) {
            faults.add("steps", "must be a list of 1 to " + MAX_STEPS + " steps");
            return parsed;
        }
        StepParser parser = new StepParser(faults);
        for (int i = 0; i < steps.size(); i++) {
            String path = "steps[" + i + "]";
            if (steps.get(i).isObject()) {
                parsed.add(parser.parse(steps.get(i), path, i + 1));
            } else {
                faults.add(path, "must be an object");
            }
        }
        return parsed;
    }

    private void compileSteps(StepGraph graph, Map<String, Stage.Operation> stages, Faults faults) {
        TypeCheck types = new TypeCheck(faults);
        for (StepDefinition step : graph.inOrder()) {
            Optional<Operation> operation = catalogue.find(step.type());
            if (operation.isEmpty()) {
                noteUnknownType(step, faults);
            } else {
                Stage.Operation stage = stage(step, operation.get(), graph, faults);
                new ReferenceCheck(graph, faults).check(step, stage);
                types.check(step, operation.get(), stage.input());
                stages.put(step.id(), stage);
            }
        }
    }

    private void noteUnknownType(StepDefinition step, Faults faults) {
        List<String> close = catalogue.closestTo(step.type());
        if (!step.type().isEmpty()) {
            faults.add(
                    step.path() + ".type",
                    "unknown step type \"" + step.type() + "\""
                            + (close.isEmpty()
                                    ? "; GET /operations lists them"
                                    : "; did you mean " + close.getFirst() + "?"));
        }
    }

    private static Stage.Operation stage(StepDefinition step, Operation operation, StepGraph graph, Faults faults) {
        if (operation.needsOwnInput() && step.input().isEmpty()) {
            faults.add(step.path() + ".input", "is required by " + step.type());
        }
        Config config = Config.parse(step.config(), operation, step.path(), faults);
        return new Stage.Operation(
                step.id(),
                step.type(),
                input(step, graph.before(step.id()), faults),
                config,
                step.when(),
                step.retry(),
                step.timeoutSeconds(),
                List.of());
    }

    private static StageInput input(StepDefinition step, List<String> before, Faults faults) {
        if (step.input().isPresent()) {
            return new StageInput.Own(Template.parse(step.input().get(), step.path() + ".input", faults));
        }
        return switch (before.size()) {
            case 0 -> new StageInput.OfExecution();
            case 1 -> new StageInput.OutputOf(before.getFirst());
            default -> new StageInput.OutputsOf(before);
        };
    }

    private static Plan plan(StepGraph graph, Map<String, Stage.Operation> stages, JsonNode inputSchema) {
        PlanBuilder builder = new PlanBuilder();
        graph.asWritten().forEach(step -> {
            Stage.Operation stage = Objects.requireNonNull(stages.get(step.id()));
            builder.add(step.id(), graph.before(step.id()), stage::withNext);
        });
        return builder.build(inputSchema);
    }

    /** What the first steps take, where they take the execution's input. */
    private JsonNode impliedSchema(Map<String, Stage.Operation> stages) {
        List<ObjectNode> schemas = stages.values().stream()
                .filter(stage -> stage.input() instanceof StageInput.OfExecution)
                .map(stage -> catalogue.find(stage.type()).orElseThrow().takes().schema())
                .distinct()
                .toList();
        return switch (schemas.size()) {
            case 0 -> Json.object().put("type", "object");
            case 1 -> schemas.getFirst();
            default -> {
                ObjectNode all = Json.object();
                ArrayNode allOf = all.putArray("allOf");
                schemas.forEach(allOf::add);
                yield all;
            }
        };
    }

    private static JsonNode withComponents(JsonNode definition, ArrayNode steps) {
        ObjectNode copy = Json.object();
        definition.properties().forEach(property -> copy.set(property.getKey(), property.getValue()));
        copy.set("steps", steps);
        return copy;
    }
}

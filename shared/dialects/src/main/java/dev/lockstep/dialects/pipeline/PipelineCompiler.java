package dev.lockstep.dialects.pipeline;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.data.JsonSchema;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.Fields;
import dev.lockstep.engine.definition.OnFailure;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.operations.Catalogue;
import dev.lockstep.engine.ports.Ids;
import dev.lockstep.engine.usecases.Compiled;
import dev.lockstep.engine.usecases.Refusal;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Checks a pipeline and compiles it to a plan. */
public final class PipelineCompiler {
    /** How many steps a definition may have, those within loops included. */
    public static final int MAX_STEPS = 1_000;

    /** How long an execution may be given, in seconds: ten years. */
    private static final int LONGEST = 10 * 366 * 86_400;

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
        Optional<Integer> timeout = fields.integer("timeout_seconds", 1, LONGEST);
        Optional<OnFailure> onFailure = OnFailureReader.read(fields, faults);
        JsonNode steps = fields.any("steps").orElse(Json.array());
        fields.refuseOthers();
        ComponentIds components = new ComponentIds(ids, earlier);
        List<StepDefinition> parsed = new StepParser(faults, MAX_STEPS).parse(steps);
        components.check(steps, faults);
        StepCompiler compiler = new StepCompiler(catalogue, faults);
        compiler.compile(parsed);
        if (!faults.isEmpty()) {
            throw Refusal.invalid("the workflow definition is not valid", faults.list());
        }
        Plan plan = compiler.plan(inputSchema.orElseGet(compiler::impliedSchema), timeout)
                .onFailure(onFailure);
        return new Compiled(
                name.orElseThrow(), withComponents(definition, components.assign(steps)), plan, components.added());
    }

    private static JsonNode withComponents(JsonNode definition, ArrayNode steps) {
        ObjectNode copy = Json.object();
        definition.properties().forEach(property -> copy.set(property.getKey(), property.getValue()));
        copy.set("steps", steps);
        return copy;
    }
}

package dev.lockstep.dialects.machine;

import dev.lockstep.dialects.pipeline.Names;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.data.Paths;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.Fields;
import dev.lockstep.engine.definition.MachineBuilder;
import dev.lockstep.engine.definition.MachineNode;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.operations.Catalogue;
import dev.lockstep.engine.usecases.Compiled;
import dev.lockstep.engine.usecases.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Checks a state machine and compiles it to a plan. */
public final class MachineCompiler {
    /** How many states a definition may have, forks and joins included. */
    public static final int MAX_STATES = 1_000;

    private static final String STATES = "workflow.states";

    /** Ids of this form are given to pipelines. */
    private static final Pattern GIVEN = Pattern.compile("wf-[0-7][0-9a-hjkmnp-tv-z]{25}");

    private final Catalogue catalogue;

    public MachineCompiler(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * Compiles a definition.
     *
     * @param under the id that it is put under, which counts whatever the one in it is
     * @throws Refusal that lists every fault, each with its path and, where it is YAML, its line
     */
    public Machine compile(DefinitionText sent, Optional<WorkflowId> under) {
        Source source = sent.read();
        Faults faults = new Faults();
        source.faults().forEach(fault -> faults.add(fault.path(), fault.message()));
        Fields root = new Fields(source.definition(), "", faults);
        root.require("workflow");
        Optional<JsonNode> workflow = root.object("workflow").filter(JsonNode::isObject);
        root.refuseOthers();
        Optional<Machine> machine = workflow.flatMap(fields ->
                new Compilation(catalogue, faults).machine(new Fields(fields, "workflow", faults), sent, under));
        if (machine.isEmpty() || !faults.isEmpty()) {
            throw Refusal.invalid("the definition is not valid", source.lines().on(faults.list()));
        }
        return machine.get();
    }

    /** One definition's. */
    private record Compilation(Catalogue catalogue, Faults faults) {
        Optional<Machine> machine(Fields fields, DefinitionText sent, Optional<WorkflowId> under) {
            Optional<WorkflowId> id = id(fields, under);
            Optional<String> title = fields.text("title", 256);
            fields.text("description", 4_096);
            fields.require("start");
            Optional<String> start = fields.text("start", 128);
            Optional<JsonNode> inputs =
                    fields.any("inputs").map(given -> Inputs.schema(given, fields.at("inputs"), faults));
            fields.require("states");
            JsonNode states = fields.object("states").filter(JsonNode::isObject).orElse(Json.object());
            fields.refuseOthers();
            checkCount(fields, states);
            Optional<MachineBuilder> builder = builder(start, states);
            if (id.isEmpty() || builder.isEmpty() || !faults.isEmpty()) {
                return Optional.empty();
            }
            JsonNode schema = inputs.orElseGet(() -> Json.object().put("type", "object"));
            return Optional.of(new Machine(
                    id.get(),
                    new Compiled(
                            title.orElse(id.get().value()),
                            sent.stored(),
                            builder.get().build(schema))));
        }

        private Optional<WorkflowId> id(Fields fields, Optional<WorkflowId> under) {
            Optional<String> id = fields.text("id", 128);
            if (under.isPresent()) {
                return under;
            }
            fields.require("id");
            id.filter(name -> !Names.isName(name)).ifPresent(name -> faults.add(fields.at("id"), Names.RULE));
            id.filter(name -> GIVEN.matcher(name).matches())
                    .ifPresent(name -> faults.add(
                            fields.at("id"), "ids of this form are given to what is registered by POST /workflows"));
            return id.map(WorkflowId::new);
        }

        private void checkCount(Fields fields, JsonNode states) {
            if ((fields.any("states").isPresent() && states.isEmpty()) || states.size() > MAX_STATES) {
                faults.add(fields.at("states"), "must be 1 to " + MAX_STATES + " states");
            }
        }

        /** Nothing where the states do not lead to each other alone, so that no more can be told of the ways between them. */
        private Optional<MachineBuilder> builder(Optional<String> start, JsonNode states) {
            if (states.size() > MAX_STATES) {
                return Optional.empty();
            }
            Targets targets = new Targets(Set.copyOf(states.propertyNames()), faults);
            StateCompiler compiler = new StateCompiler(catalogue, targets, faults);
            List<MachineNode> nodes = new ArrayList<>();
            start.ifPresent(name -> targets.check(name, "workflow.start"));
            states.properties().forEach(state -> {
                String path = Paths.field(STATES, state.getKey());
                if (!Names.isName(state.getKey())) {
                    faults.add(path, Names.RULE);
                }
                compiler.compile(state.getKey(), state.getValue(), path).ifPresent(nodes::add);
            });
            if (start.isEmpty() || targets.someAreMissing() || nodes.size() < states.size()) {
                return Optional.empty();
            }
            MachineBuilder builder = new MachineBuilder(start.get());
            nodes.forEach(builder::add);
            builder.flaws().forEach(flaw -> faults.add(path(flaw), flaw.message()));
            return Optional.of(builder);
        }

        private static String path(MachineBuilder.Flaw flaw) {
            String state = Paths.field(STATES, flaw.node());
            return flaw.transition()
                    .map(transition -> Paths.field(state + ".transitions", transition))
                    .orElse(state);
        }
    }
}

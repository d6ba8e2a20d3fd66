package dev.lockstep.dialects.machine;

import dev.lockstep.dialects.pipeline.Names;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.data.Paths;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.Fields;
import dev.lockstep.engine.definition.MachineNode;
import dev.lockstep.engine.expression.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads the transitions of states: {@code name: target}, or {@code name: {to, inputs, guard, title, description}}. */
final class Transitions {
    private static final int MOST = 100;

    private final Targets targets;
    private final Faults faults;

    Transitions(Targets targets, Faults faults) {
        this.targets = targets;
        this.faults = faults;
    }

    /**
     * A transition as it was read.
     *
     * @param target empty where it names none
     */
    record Read(Activity.Transition transition, Optional<String> target) {}

    /** Those that somebody makes. */
    List<Read> read(Fields state) {
        return read(state, this::transition);
    }

    /** Those that are made by themselves, and so have nobody to bring inputs or to be asked whether they hold. */
    List<Read> readPlain(Fields state) {
        state.require("transitions");
        return read(state, this::plain);
    }

    /** The ways out of a state; nothing where any leads nowhere. */
    static Optional<List<MachineNode.Way>> ways(List<Read> read) {
        return read.isEmpty() || read.stream().anyMatch(one -> one.target().isEmpty())
                ? Optional.empty()
                : Optional.of(read.stream()
                        .map(one -> new MachineNode.Way(
                                Optional.of(one.transition().id()), one.target().orElseThrow()))
                        .toList());
    }

    /** What is read of one that is not its target alone. */
    private interface Kind {
        Read read(String name, Fields fields);
    }

    private List<Read> read(Fields state, Kind kind) {
        JsonNode given = state.object("transitions").filter(JsonNode::isObject).orElse(Json.object());
        List<Read> read = new ArrayList<>();
        if (state.any("transitions").filter(JsonNode::isObject).isPresent()
                && (given.isEmpty() || given.size() > MOST)) {
            faults.add(state.at("transitions"), "must be 1 to " + MOST + " transitions");
            return read;
        }
        given.properties().forEach(one -> {
            String path = Paths.field(state.at("transitions"), one.getKey());
            if (!Names.isName(one.getKey())) {
                faults.add(path, Names.RULE);
            }
            read.add(read(one.getKey(), one.getValue(), path, kind));
        });
        return read;
    }

    private Read read(String name, JsonNode given, String path, Kind kind) {
        return given.isString()
                ? new Read(plainly(name), target(given.stringValue(), path))
                : kind.read(name, new Fields(given, path, faults));
    }

    private Read transition(String name, Fields fields) {
        Optional<String> target = to(fields);
        Optional<JsonNode> inputs =
                fields.any("inputs").map(declared -> Inputs.schema(declared, fields.at("inputs"), faults));
        Optional<Template> guard = fields.text("guard", 4_096).map(text -> guard(text, fields.at("guard")));
        fields.refuseOthers();
        return new Read(new Activity.Transition(name, inputs, guard), target);
    }

    private Read plain(String name, Fields fields) {
        Optional<String> target = to(fields);
        fields.refuseOthers();
        return new Read(plainly(name), target);
    }

    private Optional<String> to(Fields fields) {
        fields.require("to");
        fields.text("title", 256);
        fields.text("description", 4_096);
        return fields.text("to", 128).flatMap(state -> target(state, fields.at("to")));
    }

    private static Activity.Transition plainly(String name) {
        return new Activity.Transition(name, Optional.empty(), Optional.empty());
    }

    private Optional<String> target(String state, String path) {
        targets.check(state, path);
        return Optional.of(state);
    }

    private Template guard(String text, String path) {
        Faults own = new Faults();
        Template guard = Template.expression(text, path, own);
        own.list().forEach(fault -> faults.add(fault.path(), fault.message()));
        ReferenceCheck.check(guard.references(), path, "a guard", faults);
        return guard;
    }
}

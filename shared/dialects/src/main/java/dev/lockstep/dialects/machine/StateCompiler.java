package dev.lockstep.dialects.machine;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.Fields;
import dev.lockstep.engine.definition.MachineNode;
import dev.lockstep.engine.definition.OnError;
import dev.lockstep.engine.definition.Place;
import dev.lockstep.engine.definition.Policy;
import dev.lockstep.engine.definition.RetryPolicy;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.definition.StageInput;
import dev.lockstep.engine.expression.Template;
import dev.lockstep.engine.operations.Catalogue;
import dev.lockstep.engine.operations.Config;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Compiles states. What one is follows from the fields that it has. */
final class StateCompiler {
    /** How many branches a fork may have: as many as one item counts. */
    private static final int MOST_BRANCHES = 100;

    private static final List<String> MODES = List.of("wait_all", "wait_any");

    /** Waiting is no work: it takes no attempt, and no credits. */
    private static final Policy NO_WORK = new Policy(RetryPolicy.NONE, 10, OnError.FAIL, Optional.empty(), 0);

    private final Targets targets;
    private final Transitions transitions;
    private final RunCompiler runs;
    private final Faults faults;

    StateCompiler(Catalogue catalogue, Targets targets, Faults faults) {
        this.targets = targets;
        this.transitions = new Transitions(targets, faults);
        this.runs = new RunCompiler(catalogue, faults);
        this.faults = faults;
    }

    /** The state as a node; nothing where it is so wrong that it cannot be told where it leads. */
    Optional<MachineNode> compile(String name, JsonNode state, String path) {
        Fields fields = new Fields(state, path, faults);
        fields.text("title", 256);
        fields.text("description", 4_096);
        fields.text("type", 32)
                .filter(type -> !type.equals("state"))
                .ifPresent(type -> faults.add(fields.at("type"), "must be state, or left out"));
        Optional<MachineNode> node;
        if (state.has("fork")) {
            node = fork(name, fields);
        } else if (state.has("join") || state.has("mode")) {
            node = join(name, fields);
        } else if (state.has("run")) {
            node = work(name, fields);
        } else if (state.has("transitions")) {
            node = decision(name, fields);
        } else {
            node = Optional.of(end(name));
        }
        fields.refuseOthers();
        return state.isObject() ? node : Optional.empty();
    }

    private Optional<MachineNode> fork(String name, Fields fields) {
        List<String> branches = fields.texts("fork").orElse(List.of());
        if (branches.size() < 2 || branches.size() > MOST_BRANCHES) {
            faults.add(fields.at("fork"), "must name 2 to " + MOST_BRANCHES + " states");
            return Optional.empty();
        }
        Set<String> known = new HashSet<>();
        for (int i = 0; i < branches.size(); i++) {
            String path = fields.at("fork") + "[" + i + "]";
            targets.check(branches.get(i), path);
            if (!known.add(branches.get(i))) {
                faults.add(path, "\"" + branches.get(i) + "\" is named twice");
            }
        }
        return known.size() == branches.size() ? Optional.of(new MachineNode.Fork(name, branches)) : Optional.empty();
    }

    private Optional<MachineNode> join(String name, Fields fields) {
        fields.require("mode");
        Optional<String> mode = fields.text("mode", 32);
        mode.filter(text -> !MODES.contains(text))
                .ifPresent(text -> faults.add(fields.at("mode"), "must be one of " + String.join(", ", MODES)));
        fields.require("join");
        Optional<String> target = fields.text("join", 128);
        target.ifPresent(state -> targets.check(state, fields.at("join")));
        return target.map(state ->
                new MachineNode.Join(name, mode.filter("wait_any"::equals).isPresent(), state));
    }

    private Optional<MachineNode> decision(String name, Fields fields) {
        List<Transitions.Read> read = transitions.read(fields);
        Activity.Owners owners = fields.any("owners")
                .map(given -> OwnersReader.read(given, fields.at("owners"), faults))
                .orElse(Activity.Owners.EVERYBODY);
        Optional<Activity.After> after =
                fields.any("after").flatMap(given -> AfterReader.read(given, fields.at("after"), read, faults));
        List<Long> reminders = AfterReader.reminders(fields, after, faults);
        Activity.Decision decision = new Activity.Decision(
                read.stream().map(Transitions.Read::transition).toList(), owners, after, reminders);
        return Transitions.ways(read)
                .map(ways -> new MachineNode.State(
                        task(name, "Decision", decision), ways, Optional.empty(), Optional.empty()));
    }

    private Optional<MachineNode> work(String name, Fields fields) {
        List<Transitions.Read> read = transitions.readPlain(fields);
        fields.require("then");
        Optional<String> then = leaving(fields, "then", read);
        Optional<String> onError = leaving(fields, "onError", read);
        read.stream()
                .map(one -> one.transition().id())
                .filter(id -> !then.filter(id::equals).isPresent()
                        && !onError.filter(id::equals).isPresent())
                .forEach(id -> faults.add(
                        fields.at("transitions"),
                        "a state that runs something is left by \"then\" and \"onError\" alone, and neither names \""
                                + id + "\""));
        Stage.Task task = runs.compile(
                name,
                fields.any("run").orElse(Json.object()),
                fields.at("run"),
                onError.isPresent() ? OnError.GO_TO : OnError.FAIL);
        return Transitions.ways(read).map(ways -> new MachineNode.State(task, ways, then, onError));
    }

    private Optional<String> leaving(Fields fields, String field, List<Transitions.Read> read) {
        Optional<String> named = fields.text(field, 128);
        named.filter(id -> read.stream().noneMatch(one -> one.transition().id().equals(id)))
                .ifPresent(id -> faults.add(fields.at(field), "the state has no transition \"" + id + "\""));
        return named;
    }

    private static MachineNode end(String name) {
        Activity ends = new Activity.Terminate(Activity.Terminate.Ending.COMPLETED);
        return new MachineNode.State(task(name, "Terminate", ends), List.of(), Optional.empty(), Optional.empty());
    }

    private static Stage.Task task(String name, String type, Activity activity) {
        return new Stage.Task(
                name,
                type,
                activity,
                new StageInput.Own(Template.of(Json.object())),
                Config.of(Json.object()),
                Optional.empty(),
                Optional.empty(),
                NO_WORK,
                Place.NOWHERE);
    }
}

package dev.lockstep.engine.simulation;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.MachineNode;
import dev.lockstep.engine.definition.OnError;
import dev.lockstep.engine.definition.PlanFixtures;
import dev.lockstep.engine.definition.Policy;
import dev.lockstep.engine.definition.RetryPolicy;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.definition.StageInput;
import dev.lockstep.engine.expression.Template;
import dev.lockstep.engine.operations.Config;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Draws machines in which everything can end: sequences of states, of work and of forks, whose branches are sequences. The first
 * way out of each node leads on; others lead anywhere that a token may go from there.
 */
final class MachineGenerator {
    private static final int MOST_NODES = 30;
    private static final int DEEPEST = 3;

    private final SplittableRandom chance;
    private final Map<String, MachineNode> nodes = new LinkedHashMap<>();
    private final Map<String, List<String>> levels = new HashMap<>();
    private final Map<String, String> joins = new HashMap<>();
    private int made;

    MachineGenerator(SplittableRandom chance) {
        this.chance = chance;
    }

    MachineSketch generate() {
        List<String> ends = List.of("end1", "end2");
        String start = sequence(List.of(), "end1", ends);
        ends.forEach(end -> {
            levels.put(end, List.of());
            Stage.Task task = task(end, "Terminate", Policy.of(RetryPolicy.NONE, 5))
                    .doing(new Activity.Terminate(Activity.Terminate.Ending.COMPLETED));
            nodes.put(end, new MachineNode.State(task, List.of(), Optional.empty(), Optional.empty()));
        });
        nodes.keySet().retainAll(reached(start));
        return new MachineSketch(start, nodes, levels, joins);
    }

    private List<String> reached(String start) {
        List<String> reached = new ArrayList<>(List.of(start));
        for (int i = 0; i < reached.size(); i++) {
            MachineNode node = nodes.get(reached.get(i));
            if (node != null) {
                node.ways().stream()
                        .map(MachineNode.Way::target)
                        .filter(target -> !reached.contains(target))
                        .forEach(reached::add);
            }
        }
        return reached;
    }

    /**
     * Draws a sequence.
     *
     * @param exit where its last node leads
     * @param outside what is around it that its nodes may lead to
     * @return its first node
     */
    private String sequence(List<String> level, String exit, List<String> outside) {
        List<String> own = Stream.generate(this::name)
                .limit(1 + chance.nextInt(level.isEmpty() ? 4 : 3))
                .toList();
        List<String> targets = Stream.concat(own.stream(), outside.stream()).toList();
        for (int i = 0; i < own.size(); i++) {
            String on = i + 1 < own.size() ? own.get(i + 1) : exit;
            levels.put(own.get(i), level);
            boolean mayFork = level.size() < DEEPEST && made < MOST_NODES;
            switch (chance.nextInt(mayFork ? 6 : 4)) {
                case 0, 1, 2 -> nodes.put(own.get(i), decision(own.get(i), on, targets));
                case 3 -> nodes.put(own.get(i), work(own.get(i), on, targets));
                default -> fork(own.get(i), level, on, targets);
            }
        }
        return own.getFirst();
    }

    private String name() {
        made++;
        return "s" + made;
    }

    private void fork(String id, List<String> level, String on, List<String> targets) {
        String join = "join-" + id;
        joins.put(join, id);
        levels.put(join, level);
        List<String> within = MachineSketch.and(level, id);
        List<String> reachable = MachineSketch.and(targets, join);
        List<String> branches = new ArrayList<>();
        int wanted = 2 + chance.nextInt(2);
        for (int branch = 0; branch < wanted; branch++) {
            branches.add(sequence(within, join, reachable));
        }
        nodes.put(id, new MachineNode.Fork(id, branches));
        nodes.put(join, new MachineNode.Join(join, chance.nextInt(3) == 0, on));
    }

    private MachineNode decision(String id, String on, List<String> targets) {
        List<MachineNode.Way> ways = new ArrayList<>();
        ways.add(new MachineNode.Way(Optional.of("on"), on));
        for (int i = chance.nextInt(3); i > 0; i--) {
            ways.add(new MachineNode.Way(Optional.of("t" + i), any(targets)));
        }
        Activity.Owners owners = chance.nextInt(8) == 0
                ? new Activity.Owners(List.of(), 2, chance.nextBoolean(), false)
                : Activity.Owners.EVERYBODY;
        Optional<Activity.After> after = chance.nextInt(6) == 0
                ? Optional.of(new Activity.After(5 + chance.nextInt(2_000), "on"))
                : Optional.empty();
        List<Activity.Transition> transitions = ways.stream()
                .map(way -> new Activity.Transition(way.transition().orElseThrow(), Optional.empty(), Optional.empty()))
                .toList();
        Stage.Task task = task(id, "Decision", Policy.of(RetryPolicy.NONE, 5))
                .doing(new Activity.Decision(transitions, owners, after, reminders()));
        return new MachineNode.State(task, ways, Optional.empty(), Optional.empty());
    }

    private List<Long> reminders() {
        long first = 5L + chance.nextInt(600);
        return chance.nextInt(6) == 0 ? List.of(first, first + chance.nextInt(1_200)) : List.of();
    }

    private MachineNode work(String id, String on, List<String> targets) {
        List<MachineNode.Way> ways = new ArrayList<>();
        ways.add(new MachineNode.Way(Optional.of("on"), on));
        boolean bears = chance.nextBoolean();
        if (bears) {
            ways.add(new MachineNode.Way(Optional.of("failed"), any(targets)));
        }
        RetryPolicy retry = chance.nextBoolean()
                ? RetryPolicy.NONE
                : new RetryPolicy(2, RetryPolicy.Backoff.FIXED, 1 + chance.nextInt(30), 30, List.of());
        Policy policy =
                new Policy(retry, 5 + chance.nextInt(60), bears ? OnError.GO_TO : OnError.FAIL, Optional.empty(), 1);
        String type = chance.nextBoolean() ? TestOperation.EFFECT : TestOperation.PURE;
        return new MachineNode.State(
                task(id, type, policy), ways, Optional.of("on"), bears ? Optional.of("failed") : Optional.empty());
    }

    private String any(List<String> targets) {
        return targets.get(chance.nextInt(targets.size()));
    }

    private static Stage.Task task(String id, String type, Policy policy) {
        StageInput nothing = new StageInput.Own(Template.of(Json.object()));
        return PlanFixtures.task(id, type, nothing, Config.of(Json.object()), policy);
    }
}

package dev.lockstep.engine.simulation;

import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.MachineFixtures;
import dev.lockstep.engine.definition.MachineNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The machines of the documentation's examples, of each state the transition first that leads on. */
final class KnownMachines {
    private static final List<MachineSketch> ALL = List.of(leaveRequest(), secondOpinion(), firstOffer());

    private KnownMachines() {}

    static List<MachineSketch> all() {
        return ALL;
    }

    private static MachineSketch leaveRequest() {
        return sketch(
                "approval",
                List.of("manager", "hr"),
                "gate",
                state("draft", "submit>approval"),
                new MachineNode.Fork("approval", List.of("manager", "hr")),
                state("manager", "manager_approve>gate", "manager_deny>draft"),
                state("hr", "hr_approve>gate", "hr_deny>draft"),
                new MachineNode.Join("gate", false, "approved"),
                MachineFixtures.end("approved"));
    }

    private static MachineSketch firstOffer() {
        return sketch(
                "offered",
                List.of("north", "south", "north_is_out", "south_is_out"),
                "taken",
                new MachineNode.Fork("offered", List.of("north", "south")),
                state("north", "take_north>taken", "pass_north>north_is_out"),
                state("south", "take_south>taken", "pass_south>south_is_out"),
                state("north_is_out", "take_north>taken"),
                state("south_is_out", "take_south>taken"),
                new MachineNode.Join("taken", true, "sold"),
                MachineFixtures.end("sold"));
    }

    private static MachineSketch secondOpinion() {
        Activity.Owners board = new Activity.Owners(List.of("board"), 2, true, true);
        Activity.After after = new Activity.After(Duration.ofDays(3).toSeconds(), "escalate");
        Map<String, MachineNode> nodes = byId(
                MachineFixtures.work("checking", TestOperation.EFFECT, "done>review", "failed>rejected"),
                MachineFixtures.decision(
                        "review", board, Optional.of(after), "accept>published", "reject>rejected", "escalate>chair"),
                state("chair", "accept>published", "reject>rejected"),
                MachineFixtures.end("published"),
                MachineFixtures.end("rejected"));
        Map<String, List<String>> levels = new HashMap<>();
        nodes.keySet().forEach(id -> levels.put(id, List.of()));
        return new MachineSketch("checking", nodes, levels, Map.of());
    }

    private static MachineNode.State state(String id, String... ways) {
        return MachineFixtures.decision(id, Activity.Owners.EVERYBODY, Optional.empty(), ways);
    }

    /** A machine of one fork, the first of whose nodes is the start. */
    private static MachineSketch sketch(String fork, List<String> within, String join, MachineNode... nodes) {
        Map<String, List<String>> levels = new HashMap<>();
        for (MachineNode node : nodes) {
            levels.put(node.id(), within.contains(node.id()) ? List.of(fork) : List.of());
        }
        return new MachineSketch(nodes[0].id(), byId(nodes), levels, Map.of(join, fork));
    }

    private static Map<String, MachineNode> byId(MachineNode... nodes) {
        Map<String, MachineNode> byId = new LinkedHashMap<>();
        Stream.of(nodes).forEach(node -> byId.put(node.id(), node));
        return byId;
    }
}

package dev.lockstep.engine.simulation;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.MachineBuilder;
import dev.lockstep.engine.definition.MachineNode;
import dev.lockstep.engine.definition.Plan;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A generated machine, as it was drawn: what the judge goes by, and not by the plan that is made of it.
 *
 * @param nodes by id
 * @param levels the forks that each node is within, the outermost first; of a join, those that its fork is within
 * @param joins by id, the fork whose branches come together there
 */
record MachineSketch(
        String start, Map<String, MachineNode> nodes, Map<String, List<String>> levels, Map<String, String> joins) {
    Plan plan() {
        MachineBuilder builder = new MachineBuilder(start);
        nodes.values().forEach(builder::add);
        return builder.build(Json.object());
    }

    MachineNode node(String id) {
        return Objects.requireNonNull(nodes.get(id), id);
    }

    List<String> level(String id) {
        return Objects.requireNonNull(levels.get(id), id);
    }

    /** The forks that a token is in that goes on to this node without leaving any. */
    List<String> levelBefore(String id) {
        if (!joins.containsKey(id)) {
            return level(id);
        }
        String fork = Objects.requireNonNull(joins.get(id));
        return and(level(fork), fork);
    }

    MachineNode.Fork fork(String id) {
        return (MachineNode.Fork) node(id);
    }

    static List<String> and(List<String> list, String more) {
        return Stream.concat(list.stream(), Stream.of(more)).toList();
    }
}

package dev.lockstep.engine.definition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Makes a plan of a machine's states, forks and joins, which may lead to each other in circles. */
public final class MachineBuilder {
    private final String start;
    private final Map<String, MachineNode> nodes = new LinkedHashMap<>();
    private final List<Flaw> flaws = new ArrayList<>();

    /**
     * Something by which a machine could not run as it is meant to.
     *
     * @param node where it is
     * @param transition of which of its transitions, if it is of one
     */
    public record Flaw(String node, Optional<String> transition, String message) {}

    public MachineBuilder(String start) {
        this.start = start;
    }

    public MachineBuilder add(MachineNode node) {
        nodes.put(node.id(), node);
        return this;
    }

    /** All that is wrong with the machine, in the order of its nodes. To be asked when all of them are there, and lead to each other alone. */
    public List<Flaw> flaws() {
        flaws.clear();
        MachineGraph graph = new MachineGraph(start, nodes);
        if (nodes.get(start) instanceof MachineNode.Join) {
            flaw(start, "a join cannot be the start: it is for the branches of a fork");
        }
        nodes.values().forEach(node -> checkStructure(graph, node));
        if (flaws.isEmpty()) {
            nodes.values().forEach(node -> checkWays(graph, node));
        }
        return List.copyOf(flaws);
    }

    private void flaw(String node, String message) {
        flaws.add(new Flaw(node, Optional.empty(), message));
    }

    private void checkStructure(MachineGraph graph, MachineNode node) {
        if (!graph.isReached(node.id())) {
            flaw(
                    node.id(),
                    node instanceof MachineNode.Join
                            ? "no branch of a fork reaches this join"
                            : "cannot be reached from the start, " + start);
            return;
        }
        switch (node) {
            case MachineNode.Join join -> {
                if (graph.fork(join).isEmpty() && !join.id().equals(start)) {
                    flaw(join.id(), "is reached without a fork whose branches come together here");
                }
            }
            case MachineNode.Fork fork -> check(graph, fork);
            case MachineNode.State state -> {}
        }
    }

    private void check(MachineGraph graph, MachineNode.Fork fork) {
        if (fork.branches().contains(fork.id())) {
            flaw(fork.id(), "forks into itself");
        } else if (graph.joins(fork.id()).isEmpty()) {
            flaw(fork.id(), "its branches come together in no join");
        } else {
            fork.branches().stream()
                    .filter(branch -> !graph.isWithin(branch, fork.id()))
                    .forEach(branch -> flaw(
                            fork.id(),
                            "its branch " + branch + " does not lead to "
                                    + String.join(" or ", graph.joins(fork.id()))));
        }
    }

    private void checkWays(MachineGraph graph, MachineNode node) {
        switch (node) {
            case MachineNode.Fork fork -> {
                if (graph.levelIn(fork.id()).size() > Moves.DEEPEST) {
                    flaw(fork.id(), "forks may be no deeper than " + Moves.DEEPEST + " within each other");
                }
                fork.branches().stream()
                        .filter(branch -> !graph.level(branch).equals(graph.levelIn(fork.id())))
                        .forEach(branch -> flaw(fork.id(), branch + " cannot be a branch of it"));
            }
            case MachineNode.Join join -> check(graph, node, graph.level(join.id()));
            case MachineNode.State state -> check(graph, node, graph.level(state.id()));
        }
    }

    private void check(MachineGraph graph, MachineNode node, List<String> level) {
        for (MachineNode.Way way : node.ways()) {
            List<String> wanted = graph.levelBefore(way.target());
            if (!isWithin(wanted, level)) {
                flaws.add(new Flaw(
                        node.id(),
                        way.transition(),
                        "leads to " + way.target() + ", which is within the fork " + wanted.getLast()));
            }
        }
    }

    private static boolean isWithin(List<String> outer, List<String> inner) {
        return outer.size() <= inner.size() && inner.subList(0, outer.size()).equals(outer);
    }

    /**
     * @param inputSchema what an execution's input must match
     * @throws IllegalStateException where it has flaws
     */
    public Plan build(JsonNode inputSchema) {
        if (!flaws().isEmpty()) {
            throw new IllegalStateException("the machine has flaws: " + flaws);
        }
        MachineGraph graph = new MachineGraph(start, nodes);
        List<Stage> stages =
                nodes.values().stream().map(node -> stage(graph, node)).toList();
        return new Plan(inputSchema, Optional.empty(), List.of(start), stages);
    }

    private Stage stage(MachineGraph graph, MachineNode node) {
        return switch (node) {
            case MachineNode.Fork fork -> new Stage.Fork(fork.id(), fork.branches(), graph.level(fork.id()));
            case MachineNode.Join join -> {
                String fork = graph.fork(join).orElseThrow();
                int branches = ((MachineNode.Fork) node(fork)).branches().size();
                Edge next = edge(graph, graph.level(join.id()), join.target());
                yield new Stage.Join(join.id(), branches, join.any() ? 1 : branches, List.of(next), Optional.of(fork));
            }
            case MachineNode.State state -> {
                List<String> level = graph.level(state.id());
                List<Moves.Move> ways = state.ways().stream()
                        .map(way -> new Moves.Move(way.transition().orElseThrow(), edge(graph, level, way.target())))
                        .toList();
                Moves moves = new Moves(level, ways, state.whenDone(), state.whenFailed());
                yield state.task().at(Place.NOWHERE.of(moves));
            }
        };
    }

    private Edge edge(MachineGraph graph, List<String> level, String target) {
        Edge then = node(target) instanceof MachineNode.Join ? new Edge.Arrive(target) : new Edge.Enter(target);
        int left = graph.levelBefore(target).size();
        return left == level.size() ? then : new Edge.Leave(level.get(left), then);
    }

    private MachineNode node(String id) {
        MachineNode node = nodes.get(id);
        if (node == null) {
            throw new IllegalStateException("there is no node " + id);
        }
        return node;
    }
}

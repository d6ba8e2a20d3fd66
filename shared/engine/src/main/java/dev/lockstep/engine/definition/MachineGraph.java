package dev.lockstep.engine.definition;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which joins belong to which fork, and which states are within it. A join belongs to the fork that its branches have in common: the
 * last node that every way to the join passes. What is within a fork is what a branch can pass on its way to a join of it; any other
 * state is outside, so that to go there from within is to leave the fork.
 */
final class MachineGraph {
    private final Map<String, MachineNode> nodes;
    private final Dominators dominators;
    /** By fork. */
    private final Map<String, List<String>> joins = new LinkedHashMap<>();
    /** By fork. */
    private final Map<String, Set<String>> within = new HashMap<>();

    private final Map<String, List<String>> levels = new HashMap<>();

    /**
     * @param start the id of a node
     * @param nodes by id, which lead to each other alone
     */
    MachineGraph(String start, Map<String, MachineNode> nodes) {
        this.nodes = nodes;
        this.dominators = new Dominators(start, id -> targets(id));
        for (MachineNode node : nodes.values()) {
            switch (node) {
                case MachineNode.Join join ->
                    fork(join)
                            .ifPresent(fork -> joins.computeIfAbsent(fork, any -> new ArrayList<>())
                                    .add(join.id()));
                case MachineNode.Fork fork -> {}
                case MachineNode.State state -> {}
            }
        }
        joins.forEach((fork, ends) -> within.put(fork, passed(fork, ends)));
    }

    private List<String> targets(String id) {
        return node(id).ways().stream().map(MachineNode.Way::target).toList();
    }

    private MachineNode node(String id) {
        MachineNode node = nodes.get(id);
        if (node == null) {
            throw new IllegalArgumentException("there is no node " + id);
        }
        return node;
    }

    boolean isReached(String id) {
        return dominators.isReached(id);
    }

    /** The fork whose branches come together in a join. */
    Optional<String> fork(MachineNode.Join join) {
        return dominators.of(join.id()).filter(id -> node(id) instanceof MachineNode.Fork);
    }

    List<String> joins(String fork) {
        return joins.getOrDefault(fork, List.of());
    }

    boolean isWithin(String id, String fork) {
        return within.getOrDefault(fork, Set.of()).contains(id);
    }

    /** What leads to any of the joins without passing another of them, or the fork. */
    private Set<String> passed(String fork, List<String> ends) {
        Set<String> passed = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(ends);
        while (!open.isEmpty()) {
            for (String source : dominators.sources(open.remove())) {
                if (!source.equals(fork) && !ends.contains(source) && passed.add(source)) {
                    open.add(source);
                }
            }
        }
        return passed;
    }

    /** The forks that a token is in at this node, the outermost first; at a join, those that it is in behind it. */
    List<String> level(String id) {
        List<String> known = levels.get(id);
        if (known == null) {
            known = node(id) instanceof MachineNode.Join join
                    ? fork(join).map(this::level).orElse(List.of())
                    : innermost(id).map(this::levelIn).orElse(List.of());
            levels.put(id, known);
        }
        return known;
    }

    /** The forks that a token is in that can go on to this node without leaving any. */
    List<String> levelBefore(String id) {
        return node(id) instanceof MachineNode.Join join
                ? fork(join).map(this::levelIn).orElse(List.of())
                : level(id);
    }

    /** The forks that a token is in in a branch of this one. */
    List<String> levelIn(String fork) {
        List<String> level = new ArrayList<>(level(fork));
        level.add(fork);
        return List.copyOf(level);
    }

    private Optional<String> innermost(String id) {
        Optional<String> above = dominators.of(id);
        while (above.isPresent()) {
            if (isWithin(id, above.get())) {
                return above;
            }
            above = dominators.of(above.get());
        }
        return Optional.empty();
    }
}

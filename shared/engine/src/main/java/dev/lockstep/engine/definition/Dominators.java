package dev.lockstep.engine.definition;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which node of a graph every way from its start to another passes last before it. After Cooper, Harvey and Kennedy, "A Simple,
 * Fast Dominance Algorithm", 2001.
 */
final class Dominators {
    private final Map<String, Integer> order = new HashMap<>();
    private final Map<String, List<String>> sources = new HashMap<>();
    private final Map<String, String> immediate = new HashMap<>();
    private final String start;

    /**
     * @param targets where each node leads; all of them are known to it
     */
    Dominators(String start, Function<String, List<String>> targets) {
        this.start = start;
        List<String> reached = reversePostorder(targets);
        immediate.put(start, start);
        boolean changed = true;
        while (changed) {
            changed = false;
            for (String node : reached.subList(1, reached.size())) {
                String common = sources.getOrDefault(node, List.of()).stream()
                        .filter(immediate::containsKey)
                        .reduce(this::meet)
                        .orElseThrow();
                changed |= !common.equals(immediate.put(node, common));
            }
        }
    }

    private record Visit(String node, Deque<String> left) {}

    private List<String> reversePostorder(Function<String, List<String>> targets) {
        List<String> done = new ArrayList<>();
        Map<String, Boolean> seen = new HashMap<>(Map.of(start, true));
        Deque<Visit> open = new ArrayDeque<>();
        open.push(new Visit(start, new ArrayDeque<>(targets.apply(start))));
        while (!open.isEmpty()) {
            Visit visit = open.element();
            if (visit.left().isEmpty()) {
                done.add(open.pop().node());
                continue;
            }
            String next = visit.left().remove();
            sources.computeIfAbsent(next, any -> new ArrayList<>()).add(visit.node());
            if (seen.putIfAbsent(next, true) == null) {
                open.push(new Visit(next, new ArrayDeque<>(targets.apply(next))));
            }
        }
        List<String> reversed = done.reversed();
        for (int i = 0; i < reversed.size(); i++) {
            order.put(reversed.get(i), i);
        }
        return reversed;
    }

    private String meet(String one, String other) {
        while (!one.equals(other)) {
            if (rank(one) > rank(other)) {
                one = above(one);
            } else {
                other = above(other);
            }
        }
        return one;
    }

    private int rank(String node) {
        return order.getOrDefault(node, 0);
    }

    private String above(String node) {
        return immediate.getOrDefault(node, start);
    }

    boolean isReached(String node) {
        return order.containsKey(node);
    }

    /** The nodes that lead to a node, as far as they are reached themselves. */
    List<String> sources(String node) {
        return sources.getOrDefault(node, List.of());
    }

    /** The last node that all ways to a node pass; empty for the start, and for what no way leads to. */
    Optional<String> of(String node) {
        return node.equals(start) ? Optional.empty() : Optional.ofNullable(immediate.get(node));
    }
}

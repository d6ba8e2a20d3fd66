package dev.lockstep.engine.definition;

import java.util.List;
import java.util.Optional;

/**
 * A state's place in a machine: what it is within, and the ways out of it.
 *
 * @param forks the forks that it is within, the outermost first
 * @param ways each by the name of its transition; none for a state that ends the execution
 * @param whenDone the way that it takes by itself, with what it did done
 * @param whenFailed the way that it takes by itself where that failed for good; where there is none, the execution fails
 */
public record Moves(List<String> forks, List<Move> ways, Optional<String> whenDone, Optional<String> whenFailed) {
    /** How often a state may be entered, and others beside it, before the execution fails: machines may go round by themselves. */
    public static final int MOST_VISITS = 10_000;

    /** How deep forks may be within each other. */
    public static final int DEEPEST = 8;

    public Moves {
        forks = List.copyOf(forks);
        ways = List.copyOf(ways);
    }

    /** One way out. */
    public record Move(String transition, Edge edge) {}

    /**
     * Where a transition leads.
     *
     * @throws IllegalStateException where there is no such: what is recorded names none that the plan lacks
     */
    public Edge edge(String transition) {
        return ways.stream()
                .filter(way -> way.transition().equals(transition))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no transition " + transition))
                .edge();
    }

    /** How long the iterations of a state within so many forks are: each fork adds a branch, and the visit in it. */
    static int depth(int forks) {
        return 2 + 2 * forks;
    }
}

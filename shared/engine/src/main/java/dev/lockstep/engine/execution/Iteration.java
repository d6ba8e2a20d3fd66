package dev.lockstep.engine.execution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which time round a stage is run: how often the execution was made to run it anew, from 0 on, and then, for each loop and each
 * list of elements around the stage, the outermost first, the number of the round or of the element. Written {@code 0.3.17}.
 */
public record Iteration(List<Integer> path) {
    /** Of a stage outside all loops, run for the first time. */
    public static final Iteration FIRST = new Iteration(List.of(0));

    private static final int MOST_CHARS = 100;

    public Iteration {
        path = List.copyOf(path);
        if (path.isEmpty() || path.stream().anyMatch(part -> part < 0)) {
            throw new IllegalArgumentException("no iteration: " + path);
        }
    }

    public static Iteration of(Integer... path) {
        return new Iteration(Arrays.asList(path));
    }

    /**
     * Reads what {@link #toString} writes.
     *
     * @throws IllegalArgumentException where it is no such text
     */
    public static Iteration parse(String text) {
        if (text.length() > MOST_CHARS || !text.matches("[0-9]+(\\.[0-9]+)*")) {
            throw new IllegalArgumentException("no iteration: " + text);
        }
        return new Iteration(
                Arrays.stream(text.split("\\.", -1)).map(Integer::valueOf).toList());
    }

    /** How often the execution was made to run the stage anew. */
    public int generation() {
        return path.getFirst();
    }

    /** The numbers of the rounds and elements, the outermost first. */
    public List<Integer> rounds() {
        return path.subList(1, path.size());
    }

    /** How long its path is. */
    public int depth() {
        return path.size();
    }

    /** The number of the innermost round or element. */
    public int last() {
        return path.getLast();
    }

    /** The round or element of that number within this. */
    public Iteration at(int number) {
        List<Integer> longer = new ArrayList<>(path);
        longer.add(number);
        return new Iteration(longer);
    }

    /** This, up to so many parts. */
    public Iteration upTo(int depth) {
        return new Iteration(path.subList(0, depth));
    }

    /** What this is within. */
    public Iteration around() {
        return upTo(path.size() - 1);
    }

    /** The round, or the visit, after this one. */
    public Iteration next() {
        return around().at(last() + 1);
    }

    /** This in another generation. */
    public Iteration in(int generation) {
        List<Integer> other = new ArrayList<>(path);
        other.set(0, generation);
        return new Iteration(other);
    }

    public boolean isWithin(Iteration other) {
        return path.size() > other.path.size()
                && path.subList(0, other.path.size()).equals(other.path);
    }

    /** Whether this is the other, or within it, in whatever generation. */
    public boolean isAtOrWithin(Iteration other) {
        return path.size() >= other.path.size()
                && path.subList(1, other.path.size()).equals(other.path.subList(1, other.path.size()));
    }

    @Override
    public String toString() {
        return path.stream().map(String::valueOf).collect(Collectors.joining("."));
    }
}

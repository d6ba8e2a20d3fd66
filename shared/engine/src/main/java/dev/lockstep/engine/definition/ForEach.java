package dev.lockstep.engine.definition;

import dev.lockstep.engine.expression.Template;

/**
 * Runs a task once for each element of a list, and gives the outputs in the order of the list.
 *
 * @param items what comes to the list
 * @param maxConcurrency how many elements run at once, at most; 0 for all of them
 * @param tolerated how many may fail before the task does
 */
public record ForEach(Template items, int maxConcurrency, Tolerance tolerated) {
    /** How many elements there may be. */
    public static final int MOST_ELEMENTS = 10_000;

    /**
     * How many failures are borne: the count, or the share where that is more.
     *
     * @param percent of all elements
     */
    public record Tolerance(int count, int percent) {
        public static final Tolerance NONE = new Tolerance(0, 0);

        /** Whether so many failed of so many is too much. */
        public boolean isExceeded(int failed, int of) {
            return failed > count && failed * 100L > (long) of * percent;
        }

        public boolean bearsNone() {
            return count == 0 && percent == 0;
        }
    }

    /** How many lanes there are: an element is followed by the one that is as many further on. */
    public int lanes(int total) {
        return maxConcurrency == 0 ? total : Math.min(maxConcurrency, total);
    }
}

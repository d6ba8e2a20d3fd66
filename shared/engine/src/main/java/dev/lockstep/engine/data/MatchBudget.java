package dev.lockstep.engine.data;

import java.util.function.Supplier;

/**
 * Bounds what one validation spends on patterns, each in characters times the pattern's size. It belongs to the thread, since
 * the validator hands nothing of its own to a pattern.
 */
final class MatchBudget {
    /** A second or two. */
    private static final long MOST = 200_000_000;

    private static final ThreadLocal<long[]> LEFT = new ThreadLocal<>();

    private MatchBudget() {}

    static <T> T within(Supplier<T> validation) {
        LEFT.set(new long[] {MOST});
        try {
            return validation.get();
        } finally {
            LEFT.remove();
        }
    }

    static void spend(long work) {
        long[] left = LEFT.get();
        if (left != null) {
            left[0] -= work;
            if (left[0] < 0) {
                throw new IllegalStateException("the patterns take too long");
            }
        }
    }
}

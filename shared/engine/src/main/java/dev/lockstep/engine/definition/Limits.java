package dev.lockstep.engine.definition;

import java.util.Optional;

/**
 * How many tasks of a type workers may be given, over all executions together.
 *
 * @param inProgress how many may be with workers at once
 * @param rate how many may be handed out within a time
 */
public record Limits(Optional<Integer> inProgress, Optional<Rate> rate) {
    /** The most that either may be: each is a place that is looked at. */
    public static final int MOST = 1_000;

    /**
     * @param tasks how many may be handed out within any time of that length
     * @param periodMillis its length
     */
    public record Rate(int tasks, long periodMillis) {
        /** So many within so many seconds; where that is more than there may be, fewer within less. */
        public static Rate of(int tasks, int seconds) {
            long millis = seconds * 1_000L;
            return tasks <= MOST ? new Rate(tasks, millis) : new Rate(MOST, Math.max(1, millis * MOST / tasks));
        }
    }

    /** Empty where nothing is limited. */
    public static Optional<Limits> of(Optional<Integer> inProgress, Optional<Rate> rate) {
        return inProgress.isPresent() || rate.isPresent()
                ? Optional.of(new Limits(inProgress, rate))
                : Optional.empty();
    }
}

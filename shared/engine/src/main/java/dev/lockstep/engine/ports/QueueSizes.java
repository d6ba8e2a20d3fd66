package dev.lockstep.engine.ports;

/** How much there is to do for workers. */
public interface QueueSizes {
    /**
     * How many tasks of a type there are, about.
     *
     * @param waiting those that nobody has taken
     * @param taken those that somebody has, or that are to be taken later
     */
    record Size(long waiting, long taken) {
        public static final Size NONE = new Size(0, 0);
    }

    Size of(TaskType type);
}

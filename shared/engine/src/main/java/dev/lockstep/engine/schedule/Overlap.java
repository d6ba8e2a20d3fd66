package dev.lockstep.engine.schedule;

/** What becomes of a due time while the schedule's previous execution has not ended. */
public enum Overlap {
    /** It is left out. */
    SKIP,
    /** It waits until the previous execution has ended. */
    QUEUE,
    /** It starts all the same. */
    ALLOW
}

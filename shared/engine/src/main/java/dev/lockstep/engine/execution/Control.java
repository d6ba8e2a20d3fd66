package dev.lockstep.engine.execution;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** A move that somebody made on an execution, kept for its history. */
public record Control(Instant at, Kind kind, Actor by) {
    /** How many an execution keeps; then no more are taken, but for its end. */
    public static final int MOST = 200;

    /** What its names and its time take. */
    private static final int OVERHEAD = 80;

    /** How much room it takes in the execution's item, in bytes, or a little less than that. */
    long bytes() {
        return (long) OVERHEAD
                + by.key().length()
                + by.reason().map(Control::bytes).orElse(0);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Whether it had an execution go on that had ended. */
    public boolean reopens() {
        return switch (kind) {
            case RETRY, RETRY_WITHIN, RERUN -> true;
            case PAUSE, RESUME, CANCEL, KILL -> false;
        };
    }

    /** What the move was. */
    public enum Kind {
        PAUSE,
        RESUME,
        CANCEL,
        KILL,
        RETRY,
        /** As {@link #RETRY}; what other executions did is tried again within these, rather than by new ones. */
        RETRY_WITHIN,
        RERUN
    }
}

package dev.lockstep.engine.execution;

import java.time.Instant;

/** A move that somebody made on an execution, kept for its history. */
public record Control(Instant at, Kind kind, Actor by) {
    /** How many an execution keeps; then no more are taken, but for its end. */
    public static final int MOST = 200;

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

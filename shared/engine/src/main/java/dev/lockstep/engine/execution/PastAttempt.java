package dev.lockstep.engine.execution;

import java.time.Instant;

/** An attempt that failed and was followed by another. */
public record PastAttempt(int number, Instant startedAt, Instant failedAt, Failure failure) {
    /** How many are kept of one stage run, the last ones. */
    public static final int MOST = 100;

    /** What a message is cut to, so that all of them keep the item small. */
    private static final int MESSAGE = 100;

    public PastAttempt {
        if (failure.message().length() > MESSAGE) {
            failure = new Failure(failure.name(), failure.message().substring(0, MESSAGE - 1) + "…");
        }
    }
}

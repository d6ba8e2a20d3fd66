package dev.lockstep.engine.execution;

import dev.lockstep.engine.data.Json;
import java.time.Instant;

/** An attempt that failed and was followed by another. */
public record PastAttempt(int number, Instant startedAt, Instant failedAt, Failure failure) {
    /** How many are kept of one stage run, the last ones. */
    public static final int MOST = 100;

    /** What a message is cut to, so that all of them keep the item small. */
    private static final int MESSAGE = 100;

    /** The most bytes of JSON that the details have which are kept of it, for the same reason. */
    private static final int DETAILS = 512;

    public PastAttempt {
        String message = failure.message();
        failure = new Failure(
                failure.name(),
                message.length() > MESSAGE ? message.substring(0, MESSAGE - 1) + "…" : message,
                failure.details().filter(told -> Json.size(told) <= DETAILS));
    }
}

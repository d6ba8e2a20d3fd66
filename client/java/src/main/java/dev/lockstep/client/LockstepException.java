package dev.lockstep.client;

import java.net.ConnectException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A call that did not come to what was asked for. */
public final class LockstepException extends RuntimeException {
    private final transient OptionalInt status;
    private final transient Optional<Problem> problem;
    private final transient Duration retryAfter;
    private final boolean retryable;

    private LockstepException(
            String message,
            OptionalInt status,
            Optional<Problem> problem,
            boolean retryable,
            Duration retryAfter,
            @Nullable Throwable cause) {
        super(message, cause);
        this.status = status;
        this.problem = problem;
        this.retryable = retryable;
        this.retryAfter = retryAfter;
    }

    static LockstepException refused(
            String call, int status, Optional<Problem> problem, Optional<Duration> retryAfter) {
        // A conflict that says when to come back is not about the call, but about another one that is under way.
        boolean transientlySo = status == 408
                || status == 429
                || (status >= 500 && status != 501)
                || (status == 409 && retryAfter.isPresent());
        String text = problem.map(Problem::text).orElse("");
        return new LockstepException(
                (call + ": " + status + " " + text).strip(),
                OptionalInt.of(status),
                problem,
                transientlySo,
                retryAfter.orElse(Duration.ZERO),
                null);
    }

    static LockstepException unanswered(String call, Throwable cause) {
        return new LockstepException(
                call + ": no answer: " + reason(cause),
                OptionalInt.empty(),
                Optional.empty(),
                true,
                Duration.ZERO,
                cause);
    }

    private static String reason(Throwable cause) {
        // Java's own words are none at all.
        if (cause instanceof ConnectException) {
            return "nothing answers at that URL";
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    static LockstepException nonsense(String call, int status, @Nullable Throwable cause) {
        return new LockstepException(
                call + ": the answer is not what a Lockstep server gives",
                OptionalInt.of(status),
                Optional.empty(),
                false,
                Duration.ZERO,
                cause);
    }

    static LockstepException timedOut(String message, @Nullable Throwable cause) {
        return new LockstepException(message, OptionalInt.empty(), Optional.empty(), true, Duration.ZERO, cause);
    }

    static LockstepException broken(String message, Throwable cause) {
        return new LockstepException(message, OptionalInt.empty(), Optional.empty(), false, Duration.ZERO, cause);
    }

    /** The HTTP status; empty where there was no answer. */
    public OptionalInt status() {
        return status;
    }

    /** What the server says of it. */
    public Optional<Problem> problem() {
        return problem;
    }

    /** Whether the same call may succeed later. */
    public boolean isRetryable() {
        return retryable;
    }

    /** How long the server asks to be left alone; nothing where it did not ask. */
    Duration retryAfter() {
        return retryAfter;
    }
}

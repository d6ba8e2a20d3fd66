package dev.lockstep.client;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at a run, less and less often, until it has ended or nobody waits any longer. */
final class Waiting {
    private final Http http;
    private final String runId;
    private final Duration limit;
    private final long begun = System.nanoTime();
    private Optional<RunStatus> status = Optional.empty();
    private @Nullable LockstepException trouble;

    Waiting(Http http, String runId, Duration limit) {
        this.http = http;
        this.runId = runId;
        this.limit = limit;
    }

    Run run() throws InterruptedException {
        Pauses pauses = Pauses.betweenLooks(http.settings().timing().polling());
        for (Duration left = limit; left.isPositive(); left = left()) {
            Optional<Run> run = look(left);
            if (run.isPresent() && run.get().status().isTerminal()) {
                return run.get();
            }
            Duration pause = pauses.next(trouble == null ? Duration.ZERO : trouble.retryAfter());
            Thread.sleep(min(pause, max(left(), Duration.ZERO)));
        }
        throw timedOut();
    }

    /** A server that is away for a while is waited for, too. */
    private Optional<Run> look(Duration left) throws InterruptedException {
        try {
            Duration request = min(left, http.settings().timing().request());
            Run run =
                    http.send(Call.get(Runs.path(runId)).once().within(request)).as(Run.class);
            status = Optional.of(run.status());
            trouble = null;
            return Optional.of(run);
        } catch (LockstepException e) {
            if (!e.isRetryable()) {
                throw e;
            }
            trouble = e;
            return Optional.empty();
        }
    }

    private LockstepException timedOut() {
        String state = status.map(known -> "it was " + known + " when it was last read")
                .orElse(trouble == null ? "it was not read" : String.valueOf(trouble.getMessage()));
        return LockstepException.timedOut(
                "waiting for run " + runId + " timed out after " + limit.toMillis() + " ms: " + state, trouble);
    }

    private Duration left() {
        return limit.minusNanos(System.nanoTime() - begun);
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}

package dev.lockstep.engine.schedule;

import dev.lockstep.engine.execution.ExecutionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What became of a schedule's due times: how many of each, and the latest of each by name, the latest first.
 *
 * @param lastDue the latest due time that the cron brought, whatever became of it
 */
public record History(Optional<Instant> lastDue, Counts counts, List<Started> executions, List<NotStarted> notStarted) {
    /** How many are told of by name. */
    static final int KEPT = 10;

    static final History NONE = new History(Optional.empty(), new Counts(0, 0, 0, 0), List.of(), List.of());

    /**
     * How many due times.
     *
     * @param skipped for the sake of executions before them
     * @param missed found too late
     * @param failed refused by the workflow
     */
    public record Counts(long started, long skipped, long missed, long failed) {}

    public record Started(ExecutionId execution, Instant dueAt) {}

    /** A due time that started nothing. */
    public record NotStarted(Instant dueAt, Reason reason, Optional<String> detail) {}

    /** Why a due time started nothing. */
    public enum Reason {
        /** The previous execution had not ended. */
        OVERLAP,
        /** As many wait as may. */
        QUEUE_FULL,
        /** It was found too late. */
        MISSED,
        /** The workflow took no such start. */
        FAILED
    }

    History due(Instant at) {
        return new History(Optional.of(at), counts, executions, notStarted);
    }

    History started(ExecutionId execution, Instant dueAt) {
        Counts more = new Counts(counts.started() + 1, counts.skipped(), counts.missed(), counts.failed());
        return new History(lastDue, more, newestFirst(new Started(execution, dueAt), executions), notStarted);
    }

    History notStarted(Instant dueAt, Reason reason, Optional<String> detail) {
        Counts more = switch (reason) {
            case OVERLAP, QUEUE_FULL ->
                new Counts(counts.started(), counts.skipped() + 1, counts.missed(), counts.failed());
            case MISSED -> new Counts(counts.started(), counts.skipped(), counts.missed() + 1, counts.failed());
            case FAILED -> new Counts(counts.started(), counts.skipped(), counts.missed(), counts.failed() + 1);
        };
        return new History(lastDue, more, executions, newestFirst(new NotStarted(dueAt, reason, detail), notStarted));
    }

    private static <T> List<T> newestFirst(T newest, List<T> others) {
        List<T> all = new ArrayList<>(List.of(newest));
        all.addAll(others.subList(0, Math.min(others.size(), KEPT - 1)));
        return all;
    }
}

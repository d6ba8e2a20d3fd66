package dev.lockstep.engine.schedule;

import dev.lockstep.engine.execution.ExecutionId;
import java.time.Instant;
import java.util.Optional;

/**
 * A schedule and where it stands.
 *
 * @param edition how often it was defined: the input is that of the same edition
 * @param paused why it starts nothing but what it is asked for
 * @param wakeAt when there is something to do about it next; empty for never
 * @param revision how often its record was written when it was read
 */
public record Schedule(
        ScheduleKey key,
        ScheduleSpec spec,
        int edition,
        Instant createdAt,
        Optional<Pause> paused,
        Progress progress,
        Optional<Instant> wakeAt,
        long revision) {

    /** A new one. Its first due time is after now. */
    public static Schedule create(ScheduleKey key, ScheduleSpec spec, Instant now, Optional<Pause> paused) {
        Optional<Instant> next =
                paused.isPresent() ? Optional.empty() : spec.timetable().next(now);
        return new Schedule(key, spec, 1, now, paused, Progress.from(next), next, 1);
    }

    public boolean isPaused() {
        return paused.isPresent();
    }

    /** Whether its time is over, and nothing of it is left to do. */
    public boolean isOver() {
        return !isPaused() && progress.next().isEmpty() && !hasWork();
    }

    /** Whether there is something to be started, apart from due times that are yet to come. */
    public boolean hasWork() {
        return !progress.backfills().isEmpty() || progress.waiting().stream().anyMatch(this::mayStart);
    }

    /** A paused schedule starts only what somebody asked for. */
    boolean mayStart(Due due) {
        return !isPaused() || due.backfill();
    }

    /** The latest execution that it started. */
    public Optional<ExecutionId> previous() {
        return progress.history().executions().stream().findFirst().map(History.Started::execution);
    }

    Schedule with(Optional<Pause> pause, Progress other, Optional<Instant> wake) {
        return new Schedule(key, spec, edition, createdAt, pause, other, wake, revision);
    }

    /** This schedule after its record was written. */
    public Schedule written() {
        return new Schedule(key, spec, edition, createdAt, paused, progress, wakeAt, revision + 1);
    }
}

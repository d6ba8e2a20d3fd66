package dev.lockstep.engine.schedule;

import dev.lockstep.engine.schedule.History.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is done about a schedule when it wakes: due times are taken, then started, then recorded as started. Taken first, so that
 * whoever finds the record knows what may have been started; and started by an id that follows from the due time, so that
 * whoever comes after a crash starts the same again, which is to start nothing.
 */
public final class Turn {
    /** When one that waits for an execution to end is looked at again. */
    private static final Duration BLOCKED = Duration.ofSeconds(1);

    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    private Turn() {}

    /** Whether it matters if the previous execution has ended. */
    public static boolean asksForPrevious(Schedule schedule) {
        Progress progress = schedule.progress();
        return schedule.spec().overlap() != Overlap.ALLOW
                || progress.waiting().stream().anyMatch(due -> due.overlap() != Overlap.ALLOW)
                || progress.backfills().stream().anyMatch(backfill -> backfill.overlap() != Overlap.ALLOW);
    }

    /**
     * Takes the due times that have come, as many as may be started for now.
     *
     * @param busy whether the previous execution has not ended
     * @return the schedule to be written; empty where there was nothing to take
     */
    public static Optional<Schedule> take(Schedule schedule, Instant now, boolean busy) {
        Progress taken = new Taking(schedule, now, busy).take();
        // The wake stays: until what was taken is recorded as started, there is something to do.
        return taken.equals(schedule.progress())
                ? Optional.empty()
                : Optional.of(schedule.with(schedule.paused(), taken, schedule.wakeAt()));
    }

    /** What is to be started now of what was taken. */
    public static List<Due> startable(Schedule schedule, boolean busy) {
        List<Due> startable = new ArrayList<>();
        for (Due due : schedule.progress().waiting()) {
            boolean free = due.overlap() == Overlap.ALLOW || (!busy && startable.isEmpty());
            if (free && schedule.mayStart(due)) {
                startable.add(due);
            }
        }
        return startable;
    }

    /**
     * Records what was started; of what is recorded already, nothing is recorded again.
     *
     * @param schedule as it now stands, whatever has happened to it since the due times were taken
     * @return the schedule to be written
     */
    public static Schedule record(Schedule schedule, List<StartOutcome> outcomes, Instant now) {
        List<Due> waiting = new ArrayList<>(schedule.progress().waiting());
        List<Backfill> backfills = schedule.progress().backfills();
        Optional<Instant> next = schedule.progress().next();
        History history = schedule.progress().history();
        Optional<Pause> paused = schedule.paused();
        for (StartOutcome outcome : outcomes) {
            if (!waiting.remove(outcome.due())) {
                continue;
            }
            history = told(history, outcome);
            if (outcome instanceof StartOutcome.Gone gone) {
                paused = Optional.of(paused.orElse(new Pause(now, Optional.empty(), Optional.of(gone.reason()))));
                backfills = List.of();
                next = Optional.empty();
            }
        }
        Progress progress = new Progress(next, waiting, backfills, history);
        boolean hasWork = schedule.with(paused, progress, Optional.empty()).hasWork();
        Instant again = (outcomes.isEmpty() ? now.plus(BLOCKED) : now).truncatedTo(ChronoUnit.MILLIS);
        return schedule.with(paused, progress, hasWork ? Optional.of(again) : next);
    }

    private static History told(History history, StartOutcome outcome) {
        Due due = outcome.due();
        return switch (outcome) {
            case StartOutcome.Started started ->
                wasToldBefore(history, started) ? history : history.started(started.execution(), due.at());
            case StartOutcome.Failed failed ->
                history.notStarted(due.at(), Reason.FAILED, Optional.of(failed.reason()));
            case StartOutcome.Gone gone -> history.notStarted(due.at(), Reason.FAILED, Optional.of(gone.reason()));
        };
    }

    /** A due time that is asked for again has its execution already. Clocks differ a little, so only age by more than that tells. */
    private static boolean wasToldBefore(History history, StartOutcome.Started started) {
        return started.createdAt().isBefore(started.due().takenAt().minus(CLOCKS_DIFFER))
                || history.executions().stream()
                        .anyMatch(told -> told.execution().equals(started.execution()));
    }
}

package dev.lockstep.engine.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What callers change about a schedule. Each gives the schedule after it, to be written. */
public final class Changes {
    private Changes() {}

    /**
     * Defines it anew; what was taken before is started by the new definition. Where the timetable stays, so does the next due
     * time: one that has just come is not lost.
     */
    public static Schedule define(Schedule schedule, ScheduleSpec spec, Instant now) {
        boolean sameTimes = spec.timetable().equals(schedule.spec().timetable());
        Optional<Instant> next = schedule.isPaused() || sameTimes
                ? schedule.progress().next()
                : spec.timetable().next(now);
        Schedule defined = new Schedule(
                schedule.key(),
                spec,
                schedule.edition() + 1,
                schedule.createdAt(),
                schedule.paused(),
                schedule.progress(),
                schedule.wakeAt(),
                schedule.revision());
        return changed(defined, schedule.paused(), schedule.progress().withNext(next), now);
    }

    /** Stops it, backfills that are under way included. */
    public static Schedule pause(Schedule schedule, Pause pause) {
        Progress held = schedule.progress().withNext(Optional.empty()).withBackfills(List.of());
        return changed(schedule, Optional.of(schedule.paused().orElse(pause)), held, pause.at());
    }

    /** Lets it go on: with what waited, and with the due times after now. */
    public static Schedule resume(Schedule schedule, Instant now) {
        if (!schedule.isPaused()) {
            return schedule;
        }
        Optional<Instant> next = schedule.spec().timetable().next(now);
        return changed(schedule, Optional.empty(), schedule.progress().withNext(next), now);
    }

    /** Adds a backfill, unless it is there already. */
    public static Schedule backfill(Schedule schedule, Backfill backfill, Instant now) {
        List<Backfill> backfills = new ArrayList<>(schedule.progress().backfills());
        if (backfills.stream().anyMatch(other -> other.id().equals(backfill.id()))) {
            return schedule;
        }
        backfills.add(backfill);
        return changed(schedule, schedule.paused(), schedule.progress().withBackfills(backfills), now);
    }

    private static Schedule changed(Schedule schedule, Optional<Pause> pause, Progress progress, Instant now) {
        Schedule changed = schedule.with(pause, progress, Optional.empty());
        return schedule.with(pause, progress, changed.hasWork() ? Optional.of(now) : progress.next());
    }
}

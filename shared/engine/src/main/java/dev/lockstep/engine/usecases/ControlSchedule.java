package dev.lockstep.engine.usecases;

import dev.lockstep.engine.definition.Fault;
import dev.lockstep.engine.ports.Ids;
import dev.lockstep.engine.ports.ScheduleStore;
import dev.lockstep.engine.schedule.Backfill;
import dev.lockstep.engine.schedule.Changes;
import dev.lockstep.engine.schedule.Overlap;
import dev.lockstep.engine.schedule.Pause;
import dev.lockstep.engine.schedule.Schedule;
import dev.lockstep.engine.schedule.ScheduleId;
import dev.lockstep.engine.schedule.ScheduleKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Pauses and resumes schedules, and has them make up for due times that are over. */
public final class ControlSchedule {
    /** How many due times one backfill may start. */
    public static final int MOST_DUE_TIMES = 1_000;

    private static final int MOST_BACKFILLS = 10;

    /** How often a change is tried that the watchdog is in the way of. */
    private static final int TRIES = 10;

    private final ScheduleStore schedules;
    private final Idempotency idempotency;
    private final Ids ids;
    private final InstantSource clock;

    public ControlSchedule(ScheduleStore schedules, Idempotency idempotency, Ids ids, InstantSource clock) {
        this.schedules = schedules;
        this.idempotency = idempotency;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Has a schedule start nothing by itself, and ends its backfills; one that is paused stays as it is otherwise.
     *
     * @throws Refusal where the workspace has no such schedule
     */
    public Schedule pause(Caller caller, ScheduleId id, Optional<String> reason) {
        Pause pause = new Pause(clock.instant(), Optional.of(caller.keyId()), reason);
        return change(caller, id, schedule -> Changes.pause(schedule, pause));
    }

    /**
     * Has a paused schedule go on from its next due time. What came due while it was paused is not made up for.
     *
     * @throws Refusal where the workspace has no such schedule
     */
    public Schedule resume(Caller caller, ScheduleId id) {
        return change(caller, id, schedule -> Changes.resume(schedule, clock.instant()));
    }

    /**
     * The due times that are to be made up for.
     *
     * @param to no due time reaches it
     * @param overlap the schedule's own where none is given
     */
    public record Span(Instant from, Instant to, Optional<Overlap> overlap) {}

    /**
     * @param id of the backfill
     * @param dueTimes how many it has
     */
    public record Accepted(String id, int dueTimes) {}

    /**
     * Has the due times of a span started, paused or not. One that has its execution already starts none.
     *
     * @throws Refusal where the workspace has no such schedule, or the span has no due time or too many
     */
    public Accepted backfill(Caller caller, ScheduleId id, Span span, Optional<IdempotencyKey> idempotencyKey) {
        Schedule found = find(caller, id);
        int dueTimes = found.spec().timetable().count(span.from(), span.to(), MOST_DUE_TIMES);
        checkSpan(span, dueTimes);
        String backfill = idempotency.id(caller.workspace(), idempotencyKey, "bf-" + ids.ulid());
        Instant first = found.spec().timetable().from(span.from()).orElseThrow();
        change(caller, id, schedule -> {
            List<Backfill> others = schedule.progress().backfills();
            if (others.size() == MOST_BACKFILLS
                    && others.stream().noneMatch(other -> other.id().equals(backfill))) {
                throw Refusal.tooManyBackfills(id.value(), MOST_BACKFILLS);
            }
            Overlap overlap = span.overlap().orElse(found.spec().overlap());
            return Changes.backfill(
                    schedule,
                    new Backfill(backfill, found.spec().timetable(), first, span.to(), overlap),
                    clock.instant());
        });
        return new Accepted(backfill, dueTimes);
    }

    private void checkSpan(Span span, int dueTimes) {
        List<Fault> faults = new ArrayList<>();
        if (!span.from().isBefore(span.to())) {
            faults.add(new Fault("to", "must be after from"));
        } else if (dueTimes == 0) {
            faults.add(new Fault("", "the schedule has no due time between from and to"));
        } else if (dueTimes > MOST_DUE_TIMES) {
            faults.add(new Fault("", "there are more than " + MOST_DUE_TIMES + " due times between from and to"));
        }
        if (span.to().isAfter(clock.instant())) {
            faults.add(new Fault("to", "is in the future"));
        }
        if (!faults.isEmpty()) {
            throw Refusal.invalid("the backfill is not valid", faults);
        }
    }

    /** What changes nothing is not written. */
    private Schedule change(Caller caller, ScheduleId id, UnaryOperator<Schedule> change) {
        for (int tries = 0; tries < TRIES; tries++) {
            Schedule found = find(caller, id);
            Schedule changed = change.apply(found);
            Optional<Schedule> written = changed.equals(found) ? Optional.of(found) : schedules.write(changed);
            if (written.isPresent()) {
                return written.get();
            }
        }
        throw Refusal.scheduleChangedMeanwhile(id.value());
    }

    private Schedule find(Caller caller, ScheduleId id) {
        return schedules
                .find(new ScheduleKey(caller.workspace(), id))
                .orElseThrow(() -> Refusal.noSchedule(id.value()));
    }
}

package dev.lockstep.engine.schedule;

import dev.lockstep.engine.schedule.History.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes the due times that have come, one after another: each is to wait for its start, or becomes history. */
final class Taking {
    /** How many wait at most for the sake of executions before them. */
    static final int MOST_WAITING = 100;

    /** How many are taken to be started side by side, until those are started. */
    static final int MOST_AT_ONCE = 25;

    private final Schedule schedule;
    private final Instant now;
    private final boolean busy;
    private final List<Due> waiting;
    private History history;

    Taking(Schedule schedule, Instant now, boolean busy) {
        this.schedule = schedule;
        this.now = now;
        this.busy = busy;
        this.waiting = new ArrayList<>(schedule.progress().waiting());
        this.history = schedule.progress().history();
    }

    Progress take() {
        Optional<Instant> next = schedule.progress().next();
        while (next.isPresent() && !next.get().isAfter(now) && takeOwn(next.get())) {
            history = history.due(next.get());
            next = schedule.spec().timetable().next(next.get());
        }
        List<Backfill> backfills = new ArrayList<>(schedule.progress().backfills());
        while (!backfills.isEmpty() && takeAsked(backfills.getFirst())) {
            Optional<Backfill> rest = backfills.removeFirst().rest();
            rest.ifPresent(backfills::addFirst);
        }
        return new Progress(next, waiting, backfills, history);
    }

    /** Takes a due time that the cron brought, unless there are enough for now. */
    private boolean takeOwn(Instant at) {
        if (waits(at)) {
            return true;
        }
        if (at.isBefore(now.minus(schedule.spec().catchUp()))) {
            return leaveOut(at, Reason.MISSED);
        }
        return switch (schedule.spec().overlap()) {
            case ALLOW -> count(false) < MOST_WAITING && add(at, Overlap.ALLOW, false);
            case SKIP -> isFree() ? add(at, Overlap.SKIP, false) : leaveOut(at, Reason.OVERLAP);
            case QUEUE -> count(false) < MOST_WAITING ? add(at, Overlap.QUEUE, false) : leaveOut(at, Reason.QUEUE_FULL);
        };
    }

    /** Takes the next due time of a backfill, unless there are enough for now. */
    private boolean takeAsked(Backfill backfill) {
        Instant at = backfill.next();
        if (waits(at)) {
            return true;
        }
        return switch (backfill.overlap()) {
            case ALLOW -> count(true) < MOST_AT_ONCE && add(at, Overlap.ALLOW, true);
            case SKIP -> isFree() ? add(at, Overlap.SKIP, true) : leaveOut(at, Reason.OVERLAP);
            case QUEUE -> isFree() && add(at, Overlap.QUEUE, true);
        };
    }

    /** What a pause holds is in nobody's way. */
    private boolean isFree() {
        return !busy && waiting.stream().noneMatch(schedule::mayStart);
    }

    private long count(boolean backfill) {
        return waiting.stream().filter(due -> due.backfill() == backfill).count();
    }

    private boolean waits(Instant at) {
        return waiting.stream().anyMatch(due -> due.at().equals(at));
    }

    private boolean add(Instant at, Overlap overlap, boolean backfill) {
        return waiting.add(new Due(at, overlap, now, backfill));
    }

    private boolean leaveOut(Instant at, Reason reason) {
        history = history.notStarted(at, reason, Optional.empty());
        return true;
    }
}

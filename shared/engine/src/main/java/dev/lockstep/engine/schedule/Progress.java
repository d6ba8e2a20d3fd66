package dev.lockstep.engine.schedule;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far a schedule has come. Each of its due times is either still to be taken, or waits to be started, or is history.
 *
 * @param next the first due time that was not taken yet; empty while the schedule is paused, and when its time is over
 * @param waiting due times that were taken, the first to be started first
 */
public record Progress(Optional<Instant> next, List<Due> waiting, List<Backfill> backfills, History history) {
    /** That of a new schedule. */
    static Progress from(Optional<Instant> next) {
        return new Progress(next, List.of(), List.of(), History.NONE);
    }

    Progress withNext(Optional<Instant> other) {
        return new Progress(other, waiting, backfills, history);
    }

    Progress withBackfills(List<Backfill> others) {
        return new Progress(next, waiting, others, history);
    }
}

package dev.lockstep.engine.schedule;

import java.time.Instant;
import java.util.Optional;

/**
 * Past due times that somebody asked to be started.
 *
 * @param timetable the schedule's when it was asked for, whatever becomes of the schedule's since
 * @param next the first due time that was not taken yet
 * @param to no due time reaches it
 */
public record Backfill(String id, Timetable timetable, Instant next, Instant to, Overlap overlap) {
    /** What is left after its next due time was taken. */
    Optional<Backfill> rest() {
        return timetable
                .next(next)
                .filter(at -> at.isBefore(to))
                .map(at -> new Backfill(id, timetable, at, to, overlap));
    }
}

package dev.lockstep.engine.schedule;

import java.time.Instant;

/**
 * A due time that was taken and is to be started.
 *
 * @param takenAt when; an execution for it that is older was started by something else
 * @param backfill whether somebody asked for it: then a pause does not hold it
 */
public record Due(Instant at, Overlap overlap, Instant takenAt, boolean backfill) {}

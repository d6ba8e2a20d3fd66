package dev.lockstep.engine.schedule;

import dev.lockstep.engine.definition.Workspace;

/** A schedule and whose it is. */
public record ScheduleKey(Workspace workspace, ScheduleId id) {}

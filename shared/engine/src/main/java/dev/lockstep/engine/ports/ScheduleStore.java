package dev.lockstep.engine.ports;

import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.schedule.Schedule;
import dev.lockstep.engine.schedule.ScheduleKey;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Where schedules are recorded, each apart from the input of its executions. */
public interface ScheduleStore {
    /**
     * Records a new schedule and its input.
     *
     * @return whether it is new; what is recorded under its key otherwise stays as it is
     */
    boolean add(Schedule schedule, JsonNode input);

    /** The schedule, strongly consistent. */
    Optional<Schedule> find(ScheduleKey key);

    /** The input of the schedule's edition; empty where the schedule was defined anew or deleted since. */
    Optional<JsonNode> input(Schedule schedule);

    /** The schedules of a workspace, newest first. */
    Page<Schedule> list(Workspace workspace, PageRequest page);

    /**
     * Records a schedule's change, if it still has the revision at which it was read.
     *
     * @return the schedule as it is then recorded; empty where somebody else has changed or deleted it
     */
    Optional<Schedule> write(Schedule changed);

    /** The same, where the schedule was defined anew: with the input of its new edition. */
    Optional<Schedule> write(Schedule defined, JsonNode input);

    /**
     * @return whether there was one
     */
    boolean delete(ScheduleKey key);
}

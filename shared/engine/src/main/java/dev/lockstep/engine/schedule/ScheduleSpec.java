package dev.lockstep.engine.schedule;

import dev.lockstep.engine.definition.WorkflowId;
import java.time.Duration;
import java.util.Optional;

/**
 * What a schedule is to do. The input of its executions, which may be large, is kept apart.
 *
 * @param version the workflow's; the latest at each start where none is given
 * @param catchUp how late a due time may still be started; after that it is recorded as missed
 * @param dialect where the input is a request in the words of one, which says what is started when it is due
 */
public record ScheduleSpec(
        Optional<String> name,
        WorkflowId workflow,
        Optional<Integer> version,
        Timetable timetable,
        Overlap overlap,
        Duration catchUp,
        Optional<String> dialect) {
    public ScheduleSpec(
            Optional<String> name,
            WorkflowId workflow,
            Optional<Integer> version,
            Timetable timetable,
            Overlap overlap,
            Duration catchUp) {
        this(name, workflow, version, timetable, overlap, catchUp, Optional.empty());
    }
}

package dev.lockstep.engine.usecases;

import dev.lockstep.engine.schedule.Schedule;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/** Reads what schedules are to start whose input is a request in the words of a dialect. */
@FunctionalInterface
public interface DueRequests {
    /** Where no dialect has schedules. */
    DueRequests NONE = (caller, schedule, input, dueAt) -> {
        throw new IllegalStateException(
                "nobody here reads requests of " + schedule.spec().dialect());
    };

    /**
     * @throws Refusal where nothing can be started so
     */
    StartExecution.Request read(Caller caller, Schedule schedule, JsonNode input, Instant dueAt);
}

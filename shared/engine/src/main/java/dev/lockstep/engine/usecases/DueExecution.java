package dev.lockstep.engine.usecases;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Ulid;
import dev.lockstep.engine.schedule.ScheduleId;
import java.time.Instant;

/**
 * The id of a due time's execution: a ULID whose time is the due time and whose rest is a digest of schedule and due time. So
 * whoever starts it, and however often, it is one execution, and it sorts by when it was due.
 */
final class DueExecution {
    private DueExecution() {}

    /**
     * @param dueAt not before 1970, where the time of ULIDs begins
     */
    static ExecutionId id(ScheduleId schedule, Instant dueAt) {
        return new ExecutionId("ex-" + Ulid.of(dueAt, Digest.sha256(schedule.value() + "/" + dueAt)));
    }
}

package dev.lockstep.engine.schedule;

import dev.lockstep.engine.execution.ExecutionId;
import java.time.Instant;

/** What came of starting a due time. */
public sealed interface StartOutcome {
    Due due();

    /** There is an execution for it. */
    record Started(Due due, ExecutionId execution, Instant createdAt) implements StartOutcome {}

    /** The workflow takes no such start as it is now; a later one may be taken. */
    record Failed(Due due, String reason) implements StartOutcome {}

    /** The workflow is gone, and so none will ever be taken. */
    record Gone(Due due, String reason) implements StartOutcome {}
}

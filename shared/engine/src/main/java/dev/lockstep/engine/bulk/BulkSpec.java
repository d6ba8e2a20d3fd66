package dev.lockstep.engine.bulk;

import dev.lockstep.engine.definition.WorkflowId;
import java.util.Optional;

/**
 * What a caller wants done, and to which executions.
 *
 * @param limit how many executions at most
 */
public record BulkSpec(WorkflowId workflow, BulkAction action, BulkFilter filter, Optional<String> reason, int limit) {
    public static final int MOST = 10_000;
    public static final int DEFAULT_LIMIT = 1_000;
}

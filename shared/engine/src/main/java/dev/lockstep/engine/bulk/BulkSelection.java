package dev.lockstep.engine.bulk;

import dev.lockstep.engine.execution.ExecutionId;
import java.util.List;
import java.util.Optional;

/**
 * The executions that are next.
 *
 * @param after where the list goes on behind them
 * @param isLast whether none come after these
 */
public record BulkSelection(List<ExecutionId> executions, Optional<String> after, boolean isLast) {}

package dev.lockstep.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A run with all its stages, in the order of the definition. Counts, usage and statuses follow from one reading.
 *
 * @param truncated whether not all outputs found room in the answer
 */
public record Run(
        String id,
        String workflowId,
        RunStatus status,
        int pendingStageCount,
        int failedStageCount,
        Optional<Instant> cancelRequestedAt,
        Optional<String> cancelReason,
        long totalUsage,
        Instant createdAt,
        Instant updatedAt,
        List<RunStage> runStages,
        boolean truncated) {
    public Run {
        runStages = List.copyOf(runStages);
    }
}

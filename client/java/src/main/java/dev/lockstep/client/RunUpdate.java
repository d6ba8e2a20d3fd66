package dev.lockstep.client;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * How a run stands, whole: the latest update is always enough.
 *
 * @param nonTerminalStages the stages of which more will come
 * @param sequence rises with each update; absent where the run is polled
 */
public record RunUpdate(
        String runId,
        RunStatus status,
        int pendingStageCount,
        int failedStageCount,
        long totalUsage,
        List<OpenStage> nonTerminalStages,
        Instant at,
        OptionalLong sequence) {
    /** A stage of which more will come. */
    public record OpenStage(String id, String module, RunStageStatus status, int executionAttempt) {}

    public RunUpdate {
        nonTerminalStages = List.copyOf(nonTerminalStages);
    }

    static RunUpdate of(Run run) {
        List<OpenStage> open = run.runStages().stream()
                .filter(stage -> !stage.status().isTerminal())
                .map(stage -> new OpenStage(stage.id(), stage.module(), stage.status(), stage.executionAttempt()))
                .toList();
        return new RunUpdate(
                run.id(),
                run.status(),
                run.pendingStageCount(),
                run.failedStageCount(),
                run.totalUsage(),
                open,
                run.updatedAt(),
                OptionalLong.empty());
    }

    /** The same but for its number, which depends on how it came. */
    boolean saysTheSameAs(RunUpdate other) {
        return withoutSequence().equals(other.withoutSequence());
    }

    private RunUpdate withoutSequence() {
        return new RunUpdate(
                runId,
                status,
                pendingStageCount,
                failedStageCount,
                totalUsage,
                nonTerminalStages,
                at,
                OptionalLong.empty());
    }
}

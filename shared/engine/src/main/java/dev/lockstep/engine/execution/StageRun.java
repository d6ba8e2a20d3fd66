package dev.lockstep.engine.execution;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One activation of a stage, as recorded.
 *
 * @param revision how often it was written; a write succeeds only on the revision that it was decided on
 */
public record StageRun(StageRunKey key, long revision, StageRunState state) {
    /** What this run gives to the stages after it, once it does. */
    public Optional<JsonNode> output() {
        return switch (state) {
            case StageRunState.Completed completed -> Optional.of(completed.output());
            case StageRunState.Skipped skipped -> Optional.of(skipped.passed());
            case StageRunState.Failed failed -> Optional.empty();
            case StageRunState.Running running -> Optional.empty();
            case StageRunState.Retrying retrying -> Optional.empty();
            case StageRunState.Waiting waiting -> Optional.empty();
            case StageRunState.Gathering gathering -> Optional.empty();
        };
    }
}

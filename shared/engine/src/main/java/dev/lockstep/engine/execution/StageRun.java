package dev.lockstep.engine.execution;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * One activation of a stage, as recorded.
 *
 * @param revision how often it was written; a write succeeds only on the revision that it was decided on
 */
public record StageRun(StageRunKey key, long revision, StageRunState state) {
    /** This run with its data left out: a missing node stands for its output, and its input is not told. */
    public StageRun withoutData() {
        JsonNode leftOut = MissingNode.getInstance();
        StageRunState bare = switch (state) {
            case StageRunState.Completed run ->
                new StageRunState.Completed(run.attempt(), run.startedAt(), run.at(), Optional.empty(), leftOut);
            case StageRunState.Skipped run -> new StageRunState.Skipped(run.at(), leftOut);
            case StageRunState.Failed run ->
                new StageRunState.Failed(run.attempt(), run.startedAt(), run.at(), Optional.empty(), run.failure());
            case StageRunState.Running run ->
                new StageRunState.Running(run.attempt(), run.startedAt(), run.leaseUntil(), Optional.empty());
            case StageRunState.Waiting run -> new StageRunState.Waiting(run.since(), run.until(), Optional.empty());
            case StageRunState.Retrying run -> run;
            case StageRunState.Gathering run -> run;
        };
        return new StageRun(key, revision, bare);
    }

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

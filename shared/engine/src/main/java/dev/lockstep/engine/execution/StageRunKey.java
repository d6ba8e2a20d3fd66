package dev.lockstep.engine.execution;

/** Names one activation of a stage in its execution. Iterations count from 0. */
public record StageRunKey(String stage, int iteration) {
    public static StageRunKey first(String stage) {
        return new StageRunKey(stage, 0);
    }
}

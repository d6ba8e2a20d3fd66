package dev.lockstep.engine.execution;

/** Names one activation of a stage in its execution. */
public record StageRunKey(String stage, Iteration iteration) {
    public static StageRunKey first(String stage) {
        return new StageRunKey(stage, Iteration.FIRST);
    }

    /** The run of the stage for that round or element within this one. */
    public StageRunKey at(int number) {
        return new StageRunKey(stage, iteration.at(number));
    }

    @Override
    public String toString() {
        return stage + "/" + iteration;
    }
}

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

    /** Whether this is a run for one element, or of one round, of what that is the run of as a whole. */
    public boolean isPartOf(StageRunKey whole) {
        return stage.equals(whole.stage)
                && iteration.depth() == whole.iteration.depth() + 1
                && iteration.isWithin(whole.iteration);
    }

    @Override
    public String toString() {
        return stage + "/" + iteration;
    }
}

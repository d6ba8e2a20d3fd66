package dev.lockstep.engine.execution;

import java.util.Optional;

/**
 * What somebody had run anew: a stage, and all that comes after it.
 *
 * @param generation of the runs that it begins, from 1 on
 * @param waiting the run that waits for the execution from then on, where another one does
 */
public record Rerun(int generation, Anew anew, Optional<StageRunKey> waiting) {
    /** How many times an execution may be rerun. */
    public static final int MOST = 20;

    public Rerun(int generation, Anew anew) {
        this(generation, anew, Optional.empty());
    }

    /** The run of the stage that it begins with. */
    public StageRunKey first() {
        Iteration iteration = Iteration.of(generation);
        for (int round : anew.rounds()) {
            iteration = iteration.at(round);
        }
        return new StageRunKey(anew.stage(), iteration);
    }

    /** Whether it begins with that run, or with what that is for one element of. */
    public boolean isFrom(StageRunKey run) {
        StageRunKey first = first();
        return run.equals(first)
                || (run.stage().equals(first.stage()) && run.iteration().isWithin(first.iteration()));
    }
}

package dev.lockstep.engine.decide;

import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.StageRunKey;
import java.time.Instant;

/** What follows from what is recorded. Each may be done again without harm, so that a redelivery simply does them again. */
public sealed interface Effect {
    /** Send the stage run's step, to arrive not before the time given; {@link Instant#EPOCH} for at once. */
    record Send(StageRunKey run, Instant notBefore) implements Effect {
        public static Send now(StageRunKey run) {
            return new Send(run, Instant.EPOCH);
        }
    }

    /** Add the branch to the arrivals of the join. */
    record Arrive(StageRunKey join, int branch) implements Effect {}

    /** End the execution, unless it has ended. */
    record End(ExecutionState.Ended end) implements Effect {}
}

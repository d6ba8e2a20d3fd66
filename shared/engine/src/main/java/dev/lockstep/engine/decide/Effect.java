package dev.lockstep.engine.decide;

import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What follows from what is recorded. Each may be done again without harm, so that a redelivery simply does them again. */
public sealed interface Effect {
    /** Send the stage run's step, to arrive not before the time given; {@link Instant#EPOCH} for at once. */
    record Send(StageRunKey run, Instant notBefore) implements Effect {
        public static Send now(StageRunKey run) {
            return new Send(run, Instant.EPOCH);
        }
    }

    /** Add branches to the arrivals of a join, or elements to what gathers them. */
    record Arrive(StageRunKey join, Set<Integer> alive, Set<Integer> dead) implements Effect {
        public Arrive {
            alive = Set.copyOf(alive);
            dead = Set.copyOf(dead);
        }
    }

    /**
     * Have a loop or a map look at what is within it, which is done.
     *
     * @param round of the loop, which is over; 0 for a map
     */
    record Resume(StageRunKey run, int round) implements Effect {}

    /** Fail a loop or a map by what has failed within it, unless it has its outcome. */
    record Fail(StageRunKey run, Failure failure) implements Effect {}

    /** Cancel a stage run that is of no use any more, unless it has its outcome. */
    record Cancel(StageRunKey run) implements Effect {}

    /**
     * Record that a fork is over, unless it is.
     *
     * @param by the join of it that let its token through, or the state by whose transition it is left
     * @param transition the transition, where it is left
     */
    record Close(StageRunKey fork, StageRunKey by, Optional<String> transition) implements Effect {}

    /** Cancel all that goes on within a fork that is over. */
    record Sweep(StageRunKey fork) implements Effect {}

    /** Have workers outside get to know of the task: those of a domain, or of none. */
    record Offer(StageRunKey run, String taskType, Optional<String> domain) implements Effect {}

    /**
     * Start the execution that does the stage run's work, unless it is there.
     *
     * @param as what the run does
     */
    record Delegate(StageRunKey run, StageRunState.Delegated to, Activity.SubWorkflow as) implements Effect {}

    /** Undo what is to be undone next. */
    record Compensate() implements Effect {}

    /** End the execution, unless it has ended. */
    record End(ExecutionState.Ended end) implements Effect {}
}

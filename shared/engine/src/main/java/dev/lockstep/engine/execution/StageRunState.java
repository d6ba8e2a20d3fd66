package dev.lockstep.engine.execution;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Where a stage run is. One that is not recorded has not been reached, or is under way without effects. */
public sealed interface StageRunState {
    /** Work with effects, claimed: nobody else runs it while the lease lasts. Attempts count from 1. */
    record Running(int attempt, Instant startedAt, Instant leaseUntil, Optional<JsonNode> input)
            implements StageRunState {}

    /** An attempt failed, another follows at {@code next} or soon after. */
    record Retrying(int attempt, Instant startedAt, Instant failedAt, Instant next, Failure failure)
            implements StageRunState {}

    /**
     * Reached, and to be run at {@code until}, or soon after.
     *
     * @param input what the operation is given, where the plan and the outputs before it do not tell
     */
    record Waiting(Instant since, Instant until, Optional<JsonNode> input) implements StageRunState {}

    /** A join that some branches have reached: their numbers. */
    record Gathering(Set<Integer> arrived) implements StageRunState {
        public Gathering {
            arrived = Set.copyOf(arrived);
        }
    }

    /** The end of a stage run. There is exactly one, and it never changes. */
    sealed interface Outcome extends StageRunState {
        Instant at();
    }

    /**
     * @param input what the operation was given, where the plan and the outputs before it do not tell
     */
    record Completed(int attempt, Instant startedAt, Instant at, Optional<JsonNode> input, JsonNode output)
            implements Outcome {}

    /** The last attempt failed. */
    record Failed(int attempt, Instant startedAt, Instant at, Optional<JsonNode> input, Failure failure)
            implements Outcome {}

    /**
     * Its condition did not hold.
     *
     * @param passed its input, which goes on to the stages after it
     */
    record Skipped(Instant at, JsonNode passed) implements Outcome {}
}

package dev.lockstep.engine.ports;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where stage runs are recorded, each in an item of its own. */
public interface StageRunStore {
    /** The execution and the stage runs named, where they exist, in one strongly consistent read. Empty where there is no such execution. */
    Optional<Recorded> read(ExecutionId execution, Collection<StageRunKey> runs);

    /**
     * Records a stage run, if the record's revision is one below it; a revision of 1 is the first.
     *
     * @return {@link Written.Lost} with what is recorded instead, where somebody else was first
     */
    Written write(ExecutionId execution, StageRun run);

    /** How a conditional write went. */
    sealed interface Written {
        record Done() implements Written {}

        record Lost(StageRun recorded) implements Written {}
    }

    /**
     * Adds branches to the arrivals of a join; again is the same as once.
     *
     * @param alive those that something came by
     * @param dead those that nothing will come by
     * @return all that have arrived by then
     */
    StageRunState.Gathering arrive(ExecutionId execution, StageRunKey join, Set<Integer> alive, Set<Integer> dead);

    /**
     * The runs of a task for the elements of a list, in the order of the list, strongly consistent. From the first on whose data
     * does not fit, they come without it.
     *
     * @param all the task's run for all of them
     * @param dataBytes how much data, about, in bytes of JSON
     */
    List<StageRun> elements(ExecutionId execution, StageRunKey all, long dataBytes);
}

package dev.lockstep.engine.ports;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.StageRunKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The places that there are for tasks of a type, where there are only so many. Whoever takes one has it until a time; so none is lost
 * for good when who took it breaks off.
 */
public interface TaskPlaces {
    /** What places are for. */
    enum Kind {
        /** Being with a worker. */
        IN_PROGRESS,
        /** Having been handed out of late. */
        HANDED_OUT
    }

    /** The places of one kind that there are for a type of task. */
    record Row(TaskType type, Kind kind) {}

    /**
     * Who has a place.
     *
     * @param by the worker, as the stage run's record names it: no other taking is named so
     * @param revision that the stage run has once the worker has it: what is at that, and otherwise, is over
     */
    record Holder(ExecutionId execution, StageRunKey run, int attempt, String by, long revision) {}

    /**
     * A place that somebody has taken.
     *
     * @param number from 0 on
     * @param until when anybody may take it
     */
    record Place(int number, Holder holder, Instant until) {}

    /** Those that were taken and not left, lapsed ones among them. */
    List<Place> taken(Row row);

    /**
     * Takes a place.
     *
     * @param instead what was known of it before, where somebody had it
     * @return whether it was as known, and now is the holder's
     */
    boolean take(Row row, Place place, Optional<Place> instead);

    /** Leaves a place, unless another has it. */
    void leave(Row row, Place place);
}

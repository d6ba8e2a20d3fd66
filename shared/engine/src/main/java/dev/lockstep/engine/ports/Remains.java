package dev.lockstep.engine.ports;

import dev.lockstep.engine.execution.ExecutionId;
import java.time.Instant;
import java.util.List;

/** What is left of executions whose own record was removed. */
public interface Remains {
    /**
     * Removes some of it; nothing while the execution's own record is there. Where all is removed, so is the note of it.
     *
     * @param most how many records, about
     * @return whether nothing is left to remove
     */
    boolean remove(ExecutionId execution, int most);

    /** Notes that there is more to remove. */
    void note(ExecutionId execution, Instant dueAt);

    /** How many shards the notes are spread over; they count from 0. */
    int shards();

    /** The executions noted in a shard that were due by then, the earliest first. */
    List<ExecutionId> due(int shard, Instant by, int most);
}

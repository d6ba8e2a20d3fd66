package dev.lockstep.engine.ports;

import dev.lockstep.engine.execution.ExecutionId;
import java.time.Instant;
import java.util.List;

/** When live executions are to be looked at. Spread over shards, so that none is hot. */
public interface Wakes {
    /** How many shards there are; they count from 0. */
    int shards();

    /** The executions of a shard that were due by then, the earliest first. */
    List<Wake> due(int shard, Instant by, int most);

    /** Moves a wake, if the execution is live and its wake is still the one that was read. */
    void move(Wake wake, Instant to);

    /** Brings the wake of a live execution forward to this time; one that is earlier stays. */
    void bringForward(ExecutionId execution, Instant to);

    record Wake(ExecutionId execution, Instant at) {}
}

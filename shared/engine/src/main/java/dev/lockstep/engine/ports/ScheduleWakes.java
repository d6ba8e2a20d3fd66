package dev.lockstep.engine.ports;

import dev.lockstep.engine.schedule.ScheduleKey;
import java.time.Instant;
import java.util.List;

/** When schedules are to be looked at. Spread over shards, which are apart from those of executions. */
public interface ScheduleWakes {
    /** How many shards there are; they count from 0. */
    int shards();

    /** The schedules of a shard whose wake has come by then, the earliest first. One that has changed just now may be missing or too many. */
    List<ScheduleKey> due(int shard, Instant by, int most);
}

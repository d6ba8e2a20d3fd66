package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.ports.ScheduleWakes;
import dev.lockstep.engine.schedule.ScheduleKey;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Schedules' wakes in the sparse index that executions have theirs in, in shards of their own. */
public final class DynamoScheduleWakes implements ScheduleWakes {
    private final WakeIndex index;

    public DynamoScheduleWakes(DynamoDbClient client, String table) {
        this.index = new WakeIndex(client, table);
    }

    @Override
    public int shards() {
        return ScheduleItem.SHARDS;
    }

    @Override
    public List<ScheduleKey> due(int shard, Instant by, int most) {
        return index.due(ScheduleItem.shard(shard), by, most, Keys::scheduleOf);
    }
}

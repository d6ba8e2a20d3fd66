package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.bulk.BulkKey;
import dev.lockstep.engine.ports.BulkWakes;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Bulks' wakes in the sparse index that executions have theirs in, in shards of their own. */
public final class DynamoBulkWakes implements BulkWakes {
    private final WakeIndex index;

    public DynamoBulkWakes(DynamoDbClient client, String table) {
        this.index = new WakeIndex(client, table);
    }

    @Override
    public int shards() {
        return BulkItem.SHARDS;
    }

    @Override
    public List<BulkKey> due(int shard, Instant by, int most) {
        return index.due(BulkItem.shard(shard), by, most, Keys::bulkOf);
    }
}

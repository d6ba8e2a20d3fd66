package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.ports.Wakes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Wakes in a sparse index: an execution that has ended is not in it. */
public final class DynamoWakes implements Wakes {
    private final DynamoDbClient client;
    private final String table;
    private final WakeIndex index;

    public DynamoWakes(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
        this.index = new WakeIndex(client, table);
    }

    @Override
    public int shards() {
        return ExecutionItem.SHARDS;
    }

    @Override
    public List<Wake> due(int shard, Instant by, int most) {
        return index.due(ExecutionItem.shard(shard), by, most, DynamoWakes::wake);
    }

    private static Wake wake(Map<String, AttributeValue> item) {
        return new Wake(Keys.executionOf(item), Instant.ofEpochMilli(Attributes.number(item, ExecutionItem.WAKE_AT)));
    }

    @Override
    public void move(Wake wake, Instant to) {
        set(wake.execution(), to, "#wake_at = :read", Map.of(":read", ExecutionItem.wakeAt(wake.at())));
    }

    @Override
    public void bringForward(ExecutionId execution, Instant to) {
        set(execution, to, "#wake_at > :wake_at", Map.of());
    }

    /** Where the condition does not hold, there is nothing to do: what has ended or is paused has no wake, and so none to compare. */
    private void set(ExecutionId execution, Instant to, String condition, Map<String, AttributeValue> values) {
        new Update()
                .set(Map.of(ExecutionItem.WAKE_AT, ExecutionItem.wakeAt(to)))
                .add(ExecutionItem.REVISION, Attributes.of(1))
                .onlyIf(condition, values)
                .applyWhereItHolds(client, table, Keys.execution(execution));
    }
}

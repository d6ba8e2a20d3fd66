package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.ports.Remains;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** What is left under the partition key of an execution that was removed. */
public final class DynamoRemains implements Remains {
    private static final int SHARDS = 2;
    private final DynamoDbClient client;
    private final String table;
    private final WakeIndex index;
    private final BatchWriter writer;

    public DynamoRemains(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
        this.index = new WakeIndex(client, table);
        this.writer = new BatchWriter(client, table);
    }

    @Override
    public boolean remove(ExecutionId execution, int most) {
        QueryResponse page = client.query(QueryRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .keyConditionExpression("pk = :pk")
                .projectionExpression("pk, sk")
                .expressionAttributeValues(Map.of(":pk", Attributes.of(Keys.executionPk(execution))))
                .limit(most)
                .build());
        List<Map<String, AttributeValue>> left = new ArrayList<>(page.items());
        boolean all = !page.hasLastEvaluatedKey();
        if (left.contains(Keys.execution(execution))) {
            return true;
        }
        // The note goes last: it has whoever comes next go on.
        boolean noted = left.remove(Keys.remains(execution));
        writer.delete(left);
        if (all && noted) {
            writer.delete(List.of(Keys.remains(execution)));
        }
        return all;
    }

    @Override
    public void note(ExecutionId execution, Instant dueAt) {
        Map<String, AttributeValue> item = new HashMap<>(Keys.remains(execution));
        item.put(
                ExecutionItem.WAKE_SHARD,
                Attributes.of(shard(Math.floorMod(execution.value().hashCode(), SHARDS))));
        item.put(ExecutionItem.WAKE_AT, ExecutionItem.wakeAt(dueAt));
        client.putItem(request -> request.tableName(table).item(item));
    }

    @Override
    public int shards() {
        return SHARDS;
    }

    @Override
    public List<ExecutionId> due(int shard, Instant by, int most) {
        return index.due(shard(shard), by, most, Keys::executionOf);
    }

    private static String shard(int number) {
        return "remains-" + number;
    }
}

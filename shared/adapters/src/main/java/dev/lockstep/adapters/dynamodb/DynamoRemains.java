package dev.lockstep.adapters.dynamodb;

import dev.lockstep.adapters.Backoff;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.ports.Remains;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** What is left under the partition key of an execution that was removed. */
public final class DynamoRemains implements Remains {
    private static final int SHARDS = 2;
    /** The most that DynamoDB takes in one request. */
    private static final int MOST_AT_ONCE = 25;

    private static final Backoff BACKOFF = Backoff.SHORT;

    private final DynamoDbClient client;
    private final String table;
    private final WakeIndex index;

    public DynamoRemains(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
        this.index = new WakeIndex(client, table);
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
        for (int from = 0; from < left.size(); from += MOST_AT_ONCE) {
            delete(left.subList(from, Math.min(from + MOST_AT_ONCE, left.size())));
        }
        if (all && noted) {
            delete(List.of(Keys.remains(execution)));
        }
        return all;
    }

    private void delete(List<Map<String, AttributeValue>> keys) {
        List<WriteRequest> left = keys.stream()
                .map(key -> WriteRequest.builder()
                        .deleteRequest(delete -> delete.key(key))
                        .build())
                .toList();
        for (int tries = 1; !left.isEmpty(); tries++) {
            left = client.batchWriteItem(BatchWriteItemRequest.builder()
                            .requestItems(Map.of(table, left))
                            .build())
                    .unprocessedItems()
                    .getOrDefault(table, List.of());
            if (!left.isEmpty()) {
                if (tries == BACKOFF.tries()) {
                    throw new IllegalStateException("the table is overloaded: " + left.size() + " items are left");
                }
                BACKOFF.pause(tries);
            }
        }
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

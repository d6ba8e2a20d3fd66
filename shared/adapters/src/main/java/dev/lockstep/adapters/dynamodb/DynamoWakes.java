package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.ports.Wakes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** Wakes in a sparse index: an execution that has ended is not in it. */
public final class DynamoWakes implements Wakes {
    private static final int MOST_A_REQUEST = 1_000;

    private final DynamoDbClient client;
    private final String table;

    public DynamoWakes(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    @Override
    public int shards() {
        return ExecutionItem.SHARDS;
    }

    @Override
    public List<Wake> due(int shard, Instant by, int most) {
        QueryRequest.Builder request = QueryRequest.builder()
                .tableName(table)
                .indexName(ExecutionItem.BY_WAKE)
                .keyConditionExpression("wake_shard = :shard AND wake_at <= :by")
                .expressionAttributeValues(
                        Map.of(":shard", Attributes.of(ExecutionItem.shard(shard)), ":by", ExecutionItem.wakeBy(by)));
        List<Wake> due = new ArrayList<>();
        boolean more = true;
        while (more && due.size() < most) {
            QueryResponse page = client.query(
                    request.limit(Math.min(most - due.size(), MOST_A_REQUEST)).build());
            page.items().forEach(item -> due.add(wake(item)));
            more = !page.lastEvaluatedKey().isEmpty();
            request.exclusiveStartKey(page.lastEvaluatedKey());
        }
        return due;
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
        Update update = new Update()
                .set(Map.of(ExecutionItem.WAKE_AT, ExecutionItem.wakeAt(to)))
                .add(ExecutionItem.REVISION, Attributes.of(1))
                .onlyIf(condition, values);
        try {
            client.updateItem(update.request(table, Keys.execution(execution)).build());
        } catch (ConditionalCheckFailedException e) {
            // Somebody else has moved it, or the execution has ended.
        }
    }
}

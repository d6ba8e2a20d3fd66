package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.ports.ScheduleWakes;
import dev.lockstep.engine.schedule.ScheduleKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** Schedules' wakes in the sparse index that executions have theirs in, in shards of their own. */
public final class DynamoScheduleWakes implements ScheduleWakes {
    private final DynamoDbClient client;
    private final String table;

    public DynamoScheduleWakes(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    @Override
    public int shards() {
        return ScheduleItem.SHARDS;
    }

    @Override
    public List<ScheduleKey> due(int shard, Instant by, int most) {
        QueryRequest.Builder request = QueryRequest.builder()
                .tableName(table)
                .indexName(ExecutionItem.BY_WAKE)
                .keyConditionExpression("wake_shard = :shard AND wake_at <= :by")
                .expressionAttributeValues(
                        Map.of(":shard", Attributes.of(ScheduleItem.shard(shard)), ":by", ScheduleItem.wakeBy(by)));
        List<ScheduleKey> due = new ArrayList<>();
        boolean more = true;
        while (more && due.size() < most) {
            QueryResponse page = client.query(request.limit(most - due.size()).build());
            page.items().forEach(item -> due.add(Keys.scheduleOf(item)));
            more = !page.lastEvaluatedKey().isEmpty();
            request.exclusiveStartKey(page.lastEvaluatedKey());
        }
        return due;
    }
}

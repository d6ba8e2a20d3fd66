package dev.lockstep.adapters.dynamodb;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** Reads what is due from the sparse index of wakes. */
final class WakeIndex {
    private static final int MOST_A_REQUEST = 1_000;

    private final DynamoDbClient client;
    private final String table;

    WakeIndex(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    /** What is due in a shard, the earliest first. */
    <T> List<T> due(String shard, Instant by, int most, Function<Map<String, AttributeValue>, T> read) {
        QueryRequest.Builder request = QueryRequest.builder()
                .tableName(table)
                .indexName(ExecutionItem.BY_WAKE)
                .keyConditionExpression("wake_shard = :shard AND wake_at <= :by")
                .expressionAttributeValues(Map.of(":shard", Attributes.of(shard), ":by", ExecutionItem.wakeBy(by)));
        List<T> due = new ArrayList<>();
        boolean more = true;
        while (more && due.size() < most) {
            QueryResponse page = client.query(
                    request.limit(Math.min(most - due.size(), MOST_A_REQUEST)).build());
            page.items().forEach(item -> due.add(read.apply(item)));
            more = !page.lastEvaluatedKey().isEmpty();
            request.exclusiveStartKey(page.lastEvaluatedKey());
        }
        return due;
    }
}

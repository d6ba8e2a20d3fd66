package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.ports.Page;
import dev.lockstep.engine.ports.PageRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** Lists the rows under one partition key whose sort keys are a prefix and an id. */
final class Rows {
    private final DynamoDbClient client;
    private final String table;

    Rows(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    <T> Page<T> newestFirst(String pk, String prefix, PageRequest page, Function<Map<String, AttributeValue>, T> read) {
        if (!page.after().map(Keys::isId).orElse(true)) {
            return new Page<>(List.of(), Optional.empty());
        }
        Map<String, AttributeValue> start = new HashMap<>();
        page.after().ifPresent(after -> {
            start.put(Keys.PK, Attributes.of(pk));
            start.put(Keys.SK, Attributes.of(prefix + after));
        });
        // One more than asked for tells whether there is a next page.
        QueryResponse response = client.query(QueryRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .scanIndexForward(false)
                .keyConditionExpression("pk = :pk AND begins_with(sk, :prefix)")
                .expressionAttributeValues(Map.of(":pk", Attributes.of(pk), ":prefix", Attributes.of(prefix)))
                .exclusiveStartKey(start.isEmpty() ? null : start)
                .limit(page.limit() + 1)
                .build());
        List<Map<String, AttributeValue>> found = response.items();
        if (found.size() <= page.limit() && !response.hasLastEvaluatedKey()) {
            return new Page<>(found.stream().map(read).toList(), Optional.empty());
        }
        // Rows that are large end a query early: what comes after is the next page's.
        List<Map<String, AttributeValue>> items = found.subList(0, Math.min(found.size(), page.limit()));
        String last = Attributes.text(items.getLast(), Keys.SK).substring(prefix.length());
        return new Page<>(items.stream().map(read).toList(), Optional.of(last));
    }
}

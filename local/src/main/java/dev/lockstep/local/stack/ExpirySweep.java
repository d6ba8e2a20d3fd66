package dev.lockstep.local.stack;

import dev.lockstep.local.sources.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/** Removes expired items. DynamoDB Local has a sweep of its own, but it never removes an item that is missing from a sparse index. */
final class ExpirySweep {
    private static final String EXPIRED = "#expires < :now";

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final List<String> key;
    private final String attribute;

    ExpirySweep(DynamoDbClient dynamoDb, String table, List<String> key, String attribute) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.key = key;
        this.attribute = attribute;
    }

    Ticker every(Duration period) {
        return new Ticker("expiry-sweep", period, () -> sweep(Instant.now()));
    }

    void sweep(Instant now) {
        Map<String, AttributeValue> values = Map.of(":now", AttributeValue.fromN(Long.toString(now.getEpochSecond())));
        ScanRequest scan = ScanRequest.builder()
                .tableName(table)
                .filterExpression(EXPIRED)
                .expressionAttributeNames(Map.of("#expires", attribute))
                .expressionAttributeValues(values)
                .build();
        dynamoDb.scanPaginator(scan).items().forEach(item -> remove(item, values));
    }

    private void remove(Map<String, AttributeValue> item, Map<String, AttributeValue> values) {
        Map<String, AttributeValue> id = new HashMap<>(item);
        id.keySet().retainAll(key);
        try {
            dynamoDb.deleteItem(delete -> delete.tableName(table)
                    .key(id)
                    .conditionExpression(EXPIRED)
                    .expressionAttributeNames(Map.of("#expires", attribute))
                    .expressionAttributeValues(values));
        } catch (ConditionalCheckFailedException e) {
            // Somebody prolonged its life since the scan.
        }
    }
}

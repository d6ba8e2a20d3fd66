package dev.lockstep.adapters.dynamodb;

import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * Puts items only where others are, or are not: those whose {@code revision} counts their writes, and others. One whose answer was lost,
 * and that is sent again, finds itself.
 */
record ConditionalPut(DynamoDbClient client, String table) {
    static final String REVISION = "revision";

    /** Whether there was no such item. */
    boolean asNew(Map<String, AttributeValue> item) {
        return put(item, "attribute_not_exists(pk)", Map.of());
    }

    /** Whether there was one. */
    boolean instead(Map<String, AttributeValue> item) {
        return put(item, "attribute_exists(pk)", Map.of());
    }

    /** Whether the item had the revision given. */
    boolean over(long revision, Map<String, AttributeValue> item) {
        return put(item, "revision = :read", Map.of(":read", Attributes.of(revision)));
    }

    private boolean put(Map<String, AttributeValue> item, String condition, Map<String, AttributeValue> values) {
        WriteToken token = WriteToken.fresh();
        Map<String, AttributeValue> signed = new HashMap<>(item);
        token.putInto(signed);
        try {
            client.putItem(PutItemRequest.builder()
                    .tableName(table)
                    .item(signed)
                    .conditionExpression(condition)
                    .expressionAttributeValues(values.isEmpty() ? null : values)
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                    .build());
            return true;
        } catch (ConditionalCheckFailedException e) {
            return token.wrote(e.item());
        }
    }
}

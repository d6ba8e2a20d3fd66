package dev.lockstep.adapters.dynamodb;

import dev.lockstep.adapters.Backoff;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Writes several items, all or none. */
final class Transactions {
    private static final Backoff BACKOFF = Backoff.SHORT;

    private static final Set<String> FOR_THE_MOMENT =
            Set.of("TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded");

    private final DynamoDbClient client;
    private final String table;

    Transactions(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    /**
     * @return whether all conditions held; otherwise nothing is written
     */
    boolean commit(TransactWriteItem... items) {
        // One token for all tries: one that was written, and whose answer was lost, is answered again and not written
        // again.
        TransactWriteItemsRequest request = TransactWriteItemsRequest.builder()
                .transactItems(items)
                .clientRequestToken(UUID.randomUUID().toString())
                .build();
        for (int tries = 1; true; tries++) {
            try {
                client.transactWriteItems(request);
                return true;
            } catch (TransactionCanceledException e) {
                Set<String> reasons = e.cancellationReasons().stream()
                        .map(CancellationReason::code)
                        .collect(Collectors.toSet());
                if (reasons.contains("ConditionalCheckFailed")) {
                    return false;
                }
                if (tries == BACKOFF.tries() || reasons.stream().noneMatch(FOR_THE_MOMENT::contains)) {
                    throw e;
                }
                BACKOFF.pause(tries);
            }
        }
    }

    TransactWriteItem put(Map<String, AttributeValue> item) {
        return TransactWriteItem.builder()
                .put(Put.builder().tableName(table).item(item).build())
                .build();
    }

    TransactWriteItem putNew(Map<String, AttributeValue> item) {
        return TransactWriteItem.builder()
                .put(Put.builder()
                        .tableName(table)
                        .item(item)
                        .conditionExpression("attribute_not_exists(pk)")
                        .build())
                .build();
    }

    /**
     * @param condition on the item as it was until then
     */
    TransactWriteItem putIf(Map<String, AttributeValue> item, String condition, Map<String, AttributeValue> values) {
        return TransactWriteItem.builder()
                .put(Put.builder()
                        .tableName(table)
                        .item(item)
                        .conditionExpression(condition)
                        .expressionAttributeValues(values)
                        .build())
                .build();
    }

    TransactWriteItem delete(Map<String, AttributeValue> key) {
        return TransactWriteItem.builder()
                .delete(Delete.builder()
                        .tableName(table)
                        .key(key)
                        .conditionExpression("attribute_exists(pk)")
                        .build())
                .build();
    }

    static TransactWriteItem item(software.amazon.awssdk.services.dynamodb.model.Update update) {
        return TransactWriteItem.builder().update(update).build();
    }
}

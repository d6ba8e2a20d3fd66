package dev.lockstep.adapters.dynamodb;

import dev.lockstep.adapters.Backoff;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Puts and deletes many items without conditions, in as few requests as there can be. */
final class BatchWriter {
    /** The most that DynamoDB takes in one request. */
    private static final int MOST_AT_ONCE = 25;

    private static final Backoff BACKOFF = Backoff.SHORT;

    private final DynamoDbClient client;
    private final String table;

    BatchWriter(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    void delete(List<Map<String, AttributeValue>> keys) {
        write(keys.stream()
                .map(key -> WriteRequest.builder()
                        .deleteRequest(delete -> delete.key(key))
                        .build())
                .toList());
    }

    void put(List<Map<String, AttributeValue>> items) {
        write(items.stream()
                .map(item ->
                        WriteRequest.builder().putRequest(put -> put.item(item)).build())
                .toList());
    }

    private void write(List<WriteRequest> all) {
        for (int from = 0; from < all.size(); from += MOST_AT_ONCE) {
            writeSome(all.subList(from, Math.min(from + MOST_AT_ONCE, all.size())));
        }
    }

    /** What an answer leaves out is asked for again. */
    private void writeSome(List<WriteRequest> requests) {
        List<WriteRequest> left = requests;
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
}

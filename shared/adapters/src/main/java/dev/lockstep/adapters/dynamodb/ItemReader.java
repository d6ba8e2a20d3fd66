package dev.lockstep.adapters.dynamodb;

import dev.lockstep.adapters.Backoff;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/** Reads items by their keys, strongly consistent, in as few requests as there can be. */
final class ItemReader {
    /** The most that DynamoDB takes in one request. */
    private static final int MOST_AT_ONCE = 100;

    private static final Backoff BACKOFF = Backoff.SHORT;

    private final DynamoDbClient client;
    private final String table;

    /** Which attributes are read; all, where there are none. */
    private final Set<String> attributes;

    ItemReader(DynamoDbClient client, String table) {
        this(client, table, Set.of());
    }

    private ItemReader(DynamoDbClient client, String table, Set<String> attributes) {
        this.client = client;
        this.table = table;
        this.attributes = attributes;
    }

    /** One that reads these attributes and the keys alone. */
    ItemReader only(Set<String> wanted) {
        return new ItemReader(client, table, wanted);
    }

    /** The items that there are, by key; empty where there is none. No key may be named twice. */
    Map<Map<String, AttributeValue>, Map<String, AttributeValue>> read(List<Map<String, AttributeValue>> keys) {
        Map<Map<String, AttributeValue>, Map<String, AttributeValue>> items = new HashMap<>();
        if (keys.size() == 1 && attributes.isEmpty()) {
            put(items, one(keys.getFirst()));
            return items;
        }
        for (int from = 0; from < keys.size(); from += MOST_AT_ONCE) {
            readSome(keys.subList(from, Math.min(from + MOST_AT_ONCE, keys.size())), items);
        }
        return items;
    }

    /** The item; empty where there is none. */
    Map<String, AttributeValue> one(Map<String, AttributeValue> key) {
        return client.getItem(GetItemRequest.builder()
                        .tableName(table)
                        .key(key)
                        .consistentRead(true)
                        .build())
                .item();
    }

    /** An answer holds 16 MB at most and less under load; what it leaves out is asked for again. */
    private void readSome(
            List<Map<String, AttributeValue>> keys,
            Map<Map<String, AttributeValue>, Map<String, AttributeValue>> items) {
        List<Map<String, AttributeValue>> left = keys;
        int fruitless = 0;
        while (!left.isEmpty()) {
            BatchGetItemResponse response = client.batchGetItem(request(left));
            List<Map<String, AttributeValue>> found = response.responses().getOrDefault(table, List.of());
            found.forEach(item -> put(items, item));
            KeysAndAttributes unprocessed = response.unprocessedKeys().get(table);
            left = unprocessed == null ? List.of() : unprocessed.keys();
            fruitless = found.isEmpty() ? fruitless + 1 : 0;
            if (fruitless == BACKOFF.tries()) {
                throw new IllegalStateException("the table is overloaded: " + left.size() + " items were not read");
            }
            if (!left.isEmpty() && fruitless > 0) {
                BACKOFF.pause(fruitless);
            }
        }
    }

    private BatchGetItemRequest request(List<Map<String, AttributeValue>> keys) {
        KeysAndAttributes.Builder wanted =
                KeysAndAttributes.builder().keys(keys).consistentRead(true);
        if (!attributes.isEmpty()) {
            Map<String, String> names = new HashMap<>(Map.of("#" + Keys.PK, Keys.PK, "#" + Keys.SK, Keys.SK));
            attributes.forEach(name -> names.put("#" + name, name));
            wanted.projectionExpression(String.join(", ", names.keySet())).expressionAttributeNames(names);
        }
        return BatchGetItemRequest.builder()
                .requestItems(Map.of(table, wanted.build()))
                .build();
    }

    private static void put(
            Map<Map<String, AttributeValue>, Map<String, AttributeValue>> items, Map<String, AttributeValue> item) {
        if (!item.isEmpty()) {
            Map<String, AttributeValue> key =
                    Map.of(Keys.PK, Attributes.required(item, Keys.PK), Keys.SK, Attributes.required(item, Keys.SK));
            items.put(key, item);
        }
    }
}

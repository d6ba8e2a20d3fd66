package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.bulk.Bulk;
import dev.lockstep.engine.bulk.BulkKey;
import dev.lockstep.engine.bulk.BulkProgress;
import dev.lockstep.engine.bulk.BulkSpec;
import dev.lockstep.engine.data.Json;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A bulk as an item, in the list of its workspace. */
final class BulkItem {
    static final String REVISION = "revision";

    static final int SHARDS = 4;

    private static final String SPEC = "spec";
    private static final String CREATED_AT = "created_at";
    private static final String CREATED_BY = "created_by";
    private static final String EXPIRES_AT = "expires_at";
    private static final String PROGRESS = "progress";
    private static final String END = "end";

    /** The wake as it is meant; that of the index has whole milliseconds. */
    private static final String WAKES_AT = "wakes_at";

    private BulkItem() {}

    static Map<String, AttributeValue> write(Bulk bulk) {
        Map<String, AttributeValue> item = new HashMap<>(Keys.bulk(bulk.key()));
        item.put(REVISION, Attributes.of(bulk.revision()));
        item.put(SPEC, json(bulk.spec()));
        item.put(CREATED_AT, Attributes.of(bulk.createdAt()));
        item.put(CREATED_BY, Attributes.of(bulk.createdBy()));
        item.put(EXPIRES_AT, Attributes.of(bulk.expiresAt().getEpochSecond()));
        item.put(PROGRESS, json(bulk.progress()));
        bulk.end().ifPresent(end -> item.put(END, json(end)));
        bulk.wakeAt().ifPresent(at -> {
            item.put(WAKES_AT, Attributes.of(at));
            item.put(ExecutionItem.WAKE_SHARD, Attributes.of(shard(shardOf(bulk.key()))));
            item.put(ExecutionItem.WAKE_AT, ExecutionItem.wakeAt(at));
        });
        return item;
    }

    static Bulk read(Map<String, AttributeValue> item) {
        return new Bulk(
                Keys.bulkOf(item),
                value(item, SPEC, BulkSpec.class),
                Attributes.time(item, CREATED_AT),
                Attributes.text(item, CREATED_BY),
                Instant.ofEpochSecond(Attributes.number(item, EXPIRES_AT)),
                value(item, PROGRESS, BulkProgress.class),
                item.containsKey(END) ? Optional.of(value(item, END, Bulk.End.class)) : Optional.empty(),
                Attributes.optionalTime(item, WAKES_AT),
                Attributes.number(item, REVISION));
    }

    static String shard(int number) {
        return "bulks-" + number;
    }

    private static int shardOf(BulkKey key) {
        return Math.floorMod(key.id().hashCode(), SHARDS);
    }

    private static AttributeValue json(Object value) {
        return Attributes.of(Json.write(value));
    }

    private static <T> T value(Map<String, AttributeValue> item, String name, Class<T> type) {
        return Json.fromTree(Json.read(Attributes.text(item, name)), type);
    }
}

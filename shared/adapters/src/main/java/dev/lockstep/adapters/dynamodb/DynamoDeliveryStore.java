package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.ports.DeliveryStore;
import dev.lockstep.engine.ports.Page;
import dev.lockstep.engine.ports.PageRequest;
import dev.lockstep.engine.webhook.Delivery;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Deliveries in DynamoDB. */
public final class DynamoDeliveryStore implements DeliveryStore {
    private final DynamoDbClient client;
    private final String table;
    private final ItemReader reader;
    private final Rows rows;
    private final ConditionalPut put;
    private final WakeIndex index;

    public DynamoDeliveryStore(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
        this.reader = new ItemReader(client, table);
        this.rows = new Rows(client, table);
        this.put = new ConditionalPut(client, table);
        this.index = new WakeIndex(client, table);
    }

    @Override
    public boolean add(Delivery delivery) {
        return put.asNew(DeliveryItem.write(delivery));
    }

    @Override
    public Optional<Delivery> find(Delivery.Key key) {
        if (!Keys.isId(key.id()) || !Keys.isId(key.execution().value())) {
            return Optional.empty();
        }
        Map<String, AttributeValue> item = reader.one(Keys.delivery(key));
        return item.isEmpty() ? Optional.empty() : Optional.of(DeliveryItem.read(item));
    }

    @Override
    public Page<Delivery> list(ExecutionId execution, PageRequest page) {
        return rows.newestFirst(Keys.deliveriesPk(execution), Keys.DELIVERY_ROW, page, DeliveryItem::read);
    }

    @Override
    public Optional<Delivery> write(Delivery changed) {
        Delivery written = changed.written();
        return put.over(changed.revision(), DeliveryItem.write(written)) ? Optional.of(written) : Optional.empty();
    }

    @Override
    public int shards() {
        return DeliveryItem.SHARDS;
    }

    @Override
    public List<Delivery.Key> due(int shard, Instant by, int most) {
        return index.due(DeliveryItem.shard(shard), by, most, Keys::deliveryOf);
    }

    /** One that is not pending any more has no wake. */
    @Override
    public void postpone(Delivery.Key key, Instant to) {
        new Update()
                .set(Map.of(ExecutionItem.WAKE_AT, ExecutionItem.wakeAt(to)))
                .onlyIf("attribute_exists(#wake_at)", Map.of())
                .applyWhereItHolds(client, table, Keys.delivery(key));
    }
}

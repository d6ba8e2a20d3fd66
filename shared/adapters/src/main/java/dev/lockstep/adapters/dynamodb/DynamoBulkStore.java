package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.bulk.Bulk;
import dev.lockstep.engine.bulk.BulkKey;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.ports.BulkStore;
import dev.lockstep.engine.ports.Page;
import dev.lockstep.engine.ports.PageRequest;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Bulks in DynamoDB. */
public final class DynamoBulkStore implements BulkStore {
    private final ItemReader reader;
    private final Rows rows;
    private final ConditionalPut put;

    public DynamoBulkStore(DynamoDbClient client, String table) {
        this.reader = new ItemReader(client, table);
        this.rows = new Rows(client, table);
        this.put = new ConditionalPut(client, table);
    }

    @Override
    public boolean add(Bulk bulk) {
        return put.asNew(BulkItem.write(bulk));
    }

    @Override
    public Optional<Bulk> find(BulkKey key) {
        if (!Keys.isId(key.id())) {
            return Optional.empty();
        }
        Map<String, AttributeValue> item = reader.one(Keys.bulk(key));
        return item.isEmpty() ? Optional.empty() : Optional.of(BulkItem.read(item));
    }

    @Override
    public Page<Bulk> list(Workspace workspace, PageRequest page) {
        return rows.newestFirst(Keys.workspacePk(workspace), Keys.BULK_ROW, page, BulkItem::read);
    }

    @Override
    public Optional<Bulk> write(Bulk changed) {
        Bulk written = changed.written();
        return put.over(changed.revision(), BulkItem.write(written)) ? Optional.of(written) : Optional.empty();
    }
}

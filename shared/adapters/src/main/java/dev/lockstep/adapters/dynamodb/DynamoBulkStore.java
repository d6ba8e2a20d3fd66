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
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/** Bulks in DynamoDB. */
public final class DynamoBulkStore implements BulkStore {
    private final DynamoDbClient client;
    private final String table;
    private final ItemReader reader;
    private final Rows rows;

    public DynamoBulkStore(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
        this.reader = new ItemReader(client, table);
        this.rows = new Rows(client, table);
    }

    @Override
    public boolean add(Bulk bulk) {
        return put(bulk, "attribute_not_exists(pk)", Map.of());
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
        boolean done = put(written, "revision = :read", Map.of(":read", Attributes.of(changed.revision())));
        return done ? Optional.of(written) : Optional.empty();
    }

    private boolean put(Bulk bulk, String condition, Map<String, AttributeValue> values) {
        WriteToken token = WriteToken.fresh();
        Map<String, AttributeValue> item = BulkItem.write(bulk);
        token.putInto(item);
        PutItemRequest request = PutItemRequest.builder()
                .tableName(table)
                .item(item)
                .conditionExpression(condition)
                .expressionAttributeValues(values.isEmpty() ? null : values)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
        try {
            client.putItem(request);
            return true;
        } catch (ConditionalCheckFailedException e) {
            return token.wrote(e.item());
        }
    }
}

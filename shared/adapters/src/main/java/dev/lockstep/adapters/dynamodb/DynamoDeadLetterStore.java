package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.DeadLetter;
import dev.lockstep.engine.ports.DeadLetterStore;
import dev.lockstep.engine.ports.Page;
import dev.lockstep.engine.ports.PageRequest;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** Messages that ran out of deliveries, in DynamoDB. */
public final class DynamoDeadLetterStore implements DeadLetterStore {
    private final DynamoDbClient client;
    private final String table;
    private final ItemReader reader;
    private final Rows rows;

    public DynamoDeadLetterStore(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
        this.reader = new ItemReader(client, table);
        this.rows = new Rows(client, table);
    }

    @Override
    public void add(DeadLetter letter) {
        PutItemRequest request = PutItemRequest.builder()
                .tableName(table)
                .item(DeadLetterItem.write(letter))
                .conditionExpression("attribute_not_exists(pk)")
                .build();
        try {
            client.putItem(request);
        } catch (ConditionalCheckFailedException e) {
            // It is listed already, and may have been redriven since.
        }
    }

    @Override
    public Optional<DeadLetter> find(Workspace workspace, String id) {
        if (!Keys.isId(id)) {
            return Optional.empty();
        }
        return found(reader.one(Keys.deadLetter(workspace, id)));
    }

    @Override
    public Page<DeadLetter> list(Workspace workspace, PageRequest page) {
        return rows.newestFirst(Keys.workspacePk(workspace), Keys.DEAD_LETTER_ROW, page, DeadLetterItem::read);
    }

    @Override
    public Optional<DeadLetter> redriven(Workspace workspace, String id, DeadLetter.Redriven by) {
        if (!Keys.isId(id)) {
            return Optional.empty();
        }
        UpdateItemRequest request = new Update()
                .set(DeadLetterItem.write(by))
                .onlyIf("attribute_exists(pk) AND attribute_not_exists(#" + DeadLetterItem.REDRIVEN_AT + ")", Map.of())
                .request(table, Keys.deadLetter(workspace, id))
                .returnValues(ReturnValue.ALL_NEW)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
        try {
            return found(client.updateItem(request).attributes());
        } catch (ConditionalCheckFailedException e) {
            return found(e.item());
        }
    }

    private static Optional<DeadLetter> found(Map<String, AttributeValue> item) {
        return item.isEmpty() ? Optional.empty() : Optional.of(DeadLetterItem.read(item));
    }
}

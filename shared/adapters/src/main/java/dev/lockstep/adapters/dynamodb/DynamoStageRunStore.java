package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.ports.StageRunStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** Stage runs in DynamoDB. */
public final class DynamoStageRunStore implements StageRunStore {
    private final DynamoDbClient client;
    private final String table;
    private final ItemReader reader;

    public DynamoStageRunStore(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
        this.reader = new ItemReader(client, table);
    }

    @Override
    public Optional<Recorded> read(ExecutionId execution, Collection<StageRunKey> runs) {
        if (!Keys.isId(execution.value())) {
            return Optional.empty();
        }
        Map<String, AttributeValue> executionKey = Keys.execution(execution);
        Set<Map<String, AttributeValue>> keys = new LinkedHashSet<>();
        keys.add(executionKey);
        runs.forEach(run -> keys.add(Keys.stageRun(execution, run)));
        Map<Map<String, AttributeValue>, Map<String, AttributeValue>> items = reader.read(new ArrayList<>(keys));
        List<StageRun> recorded = runs.stream()
                .distinct()
                .map(run -> items.get(Keys.stageRun(execution, run)))
                .filter(Objects::nonNull)
                .map(StageRunItem::read)
                .toList();
        return Optional.ofNullable(items.get(executionKey))
                .map(item -> Recorded.of(ExecutionItem.read(item), recorded));
    }

    @Override
    public Written write(ExecutionId execution, StageRun run) {
        WriteToken token = WriteToken.fresh();
        Map<String, AttributeValue> item = StageRunItem.write(execution, run);
        token.putInto(item);
        PutItemRequest.Builder request = PutItemRequest.builder()
                .tableName(table)
                .item(item)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
        if (run.revision() == 1) {
            request.conditionExpression("attribute_not_exists(pk)");
        } else {
            request.conditionExpression("#revision = :before")
                    .expressionAttributeNames(Map.of("#revision", StageRunItem.REVISION))
                    .expressionAttributeValues(Map.of(":before", Attributes.of(run.revision() - 1)));
        }
        try {
            client.putItem(request.build());
            return new Written.Done();
        } catch (ConditionalCheckFailedException e) {
            return lost(run, token, e.item());
        }
    }

    private static Written lost(StageRun run, WriteToken token, Map<String, AttributeValue> recorded) {
        if (recorded.isEmpty()) {
            throw new IllegalStateException("revision " + run.revision() + " of " + run.key() + " has no first");
        }
        return token.wrote(recorded) ? new Written.Done() : new Written.Lost(StageRunItem.read(recorded));
    }

    @Override
    public StageRunState.Gathering arrive(
            ExecutionId execution, StageRunKey join, Set<Integer> alive, Set<Integer> dead) {
        Update update = new Update().add(StageRunItem.REVISION, Attributes.of(1));
        if (!alive.isEmpty()) {
            update.add(StageRunItem.ARRIVED, StageRunItem.branches(alive));
        }
        if (!dead.isEmpty()) {
            update.add(StageRunItem.DEAD, StageRunItem.branches(dead));
        }
        UpdateItemRequest request = update.request(table, Keys.stageRun(execution, join))
                .returnValues(ReturnValue.ALL_NEW)
                .build();
        return StageRunItem.gathering(client.updateItem(request).attributes());
    }

    @Override
    public List<StageRun> elements(ExecutionId execution, StageRunKey all, long dataBytes) {
        QueryRequest.Builder request = QueryRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .keyConditionExpression("pk = :pk AND begins_with(sk, :within)")
                .expressionAttributeValues(Map.of(
                        ":pk", Attributes.of(Keys.executionPk(execution)), ":within", Attributes.of(Keys.within(all))));
        if (dataBytes == 0) {
            StageRunItem.leaveOutData(request);
        }
        ElementRuns elements = new ElementRuns(dataBytes);
        Map<String, AttributeValue> from;
        do {
            QueryResponse page = client.query(request.build());
            page.items().stream()
                    // Lists and loops within an element have longer iterations, and another stage may be called what a
                    // key begins with.
                    .filter(item -> Keys.stageRunOf(item).isPartOf(all))
                    .forEach(item -> elements.add(StageRunItem.read(item), StageRunItem.dataSize(item)));
            from = page.lastEvaluatedKey();
            request.exclusiveStartKey(from);
        } while (!from.isEmpty());
        return elements.inOrder();
    }
}

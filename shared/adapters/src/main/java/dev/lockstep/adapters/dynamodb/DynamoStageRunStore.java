package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
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
    public Set<Integer> arrive(ExecutionId execution, StageRunKey join, int branch) {
        UpdateItemRequest request = new Update()
                .add(StageRunItem.ARRIVED, StageRunItem.branches(Set.of(branch)))
                .add(StageRunItem.REVISION, Attributes.of(1))
                .request(table, Keys.stageRun(execution, join))
                .returnValues(ReturnValue.UPDATED_NEW)
                .build();
        return StageRunItem.arrived(client.updateItem(request).attributes());
    }
}

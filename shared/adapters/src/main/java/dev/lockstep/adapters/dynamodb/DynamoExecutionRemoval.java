package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState.Name;
import dev.lockstep.engine.ports.ExecutionRemoval;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** Deletes executions' own items. The table's stream tells of each, whereupon the rest is cleared away. */
public final class DynamoExecutionRemoval implements ExecutionRemoval {
    private final DynamoDbClient client;
    private final String table;

    public DynamoExecutionRemoval(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    @Override
    public boolean remove(ExecutionId id) {
        if (!Keys.isId(id.value())) {
            return true;
        }
        Map<String, AttributeValue> ended = new TreeMap<>();
        Stream.of(Name.COMPLETED, Name.FAILED, Name.TIMED_OUT, Name.CANCELED)
                .forEach(state -> ended.put(":" + state, ExecutionStateItem.status(state)));
        try {
            client.deleteItem(request -> request.tableName(table)
                    .key(Keys.execution(id))
                    .conditionExpression(
                            "attribute_not_exists(pk) OR #status IN (" + String.join(", ", ended.keySet()) + ")")
                    .expressionAttributeNames(Map.of("#status", ExecutionStateItem.STATUS))
                    .expressionAttributeValues(ended));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }
}

package dev.lockstep.adapters.dynamodb;

import dev.lockstep.dialects.conductor.EventHandler;
import dev.lockstep.dialects.conductor.EventHandlerStore;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Workspace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import tools.jackson.databind.node.ObjectNode;

/** Event handlers in DynamoDB: a list of them for each workspace, which one query reads, or a few. */
public final class DynamoEventHandlers implements EventHandlerStore {
    private static final String KIND = "E";
    private static final String HANDLER = "handler";

    private final DynamoDbClient client;
    private final String table;
    private final ConditionalPut put;

    public DynamoEventHandlers(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
        this.put = new ConditionalPut(client, table);
    }

    @Override
    public boolean add(Workspace workspace, EventHandler handler) {
        return put.asNew(item(workspace, handler));
    }

    @Override
    public boolean replace(Workspace workspace, EventHandler handler) {
        return put.instead(item(workspace, handler));
    }

    private static Map<String, AttributeValue> item(Workspace workspace, EventHandler handler) {
        Map<String, AttributeValue> item = new HashMap<>(Keys.definitionRow(workspace, KIND, handler.name()));
        item.put(HANDLER, Attributes.of(Gzip.compress(Json.write(handler.json()))));
        return item;
    }

    @Override
    public boolean delete(Workspace workspace, String name) {
        return !client.deleteItem(request -> request.tableName(table)
                        .key(Keys.definitionRow(workspace, KIND, name))
                        .returnValues(ReturnValue.ALL_OLD))
                .attributes()
                .isEmpty();
    }

    @Override
    public List<EventHandler> all(Workspace workspace) {
        return client
                .queryPaginator(QueryRequest.builder()
                        .tableName(table)
                        .consistentRead(true)
                        .keyConditionExpression("pk = :pk")
                        .expressionAttributeValues(Map.of(":pk", Attributes.of(Keys.definitionsPk(workspace, KIND))))
                        .build())
                .items()
                .stream()
                .limit(MOST)
                .map(item -> new EventHandler((ObjectNode) Json.read(Gzip.expand(Attributes.bytes(item, HANDLER)))))
                .toList();
    }
}

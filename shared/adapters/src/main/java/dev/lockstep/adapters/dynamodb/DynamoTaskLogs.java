package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.ports.TaskLogs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * What workers say, under the partition keys of the executions, so that it goes with them. An item of an attempt counts its entries, which
 * bounds them whoever else adds some at the same time; each entry is an item by its number. They sort before the execution's own item:
 * who reads the execution does not come by them.
 */
public final class DynamoTaskLogs implements TaskLogs {
    private static final String ENTRIES = "entries";
    private static final String CHARACTERS = "characters";
    private static final String LINES = "lines";

    private final DynamoDbClient client;
    private final String table;

    public DynamoTaskLogs(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    @Override
    public boolean add(Attempt attempt, List<Line> lines) {
        if (!Keys.isId(attempt.execution().value())) {
            return false;
        }
        long characters = lines.stream().mapToLong(line -> line.text().length()).sum();
        OptionalLong number = count(attempt, characters);
        if (number.isEmpty()) {
            return false;
        }
        Map<String, AttributeValue> item = new HashMap<>(Keys.taskLog(attempt, number.getAsLong()));
        item.put(LINES, Attributes.of(Gzip.compress(Json.write(written(lines)))));
        client.putItem(request -> request.tableName(table).item(item));
        return true;
    }

    /** The number of a new entry; none where there is no room for it. */
    private OptionalLong count(Attempt attempt, long characters) {
        WriteToken token = WriteToken.fresh();
        Map<String, AttributeValue> set = new HashMap<>();
        token.putInto(set);
        UpdateItemRequest request = new Update()
                .set(set)
                .add(ENTRIES, Attributes.of(1))
                .add(CHARACTERS, Attributes.of(characters))
                .onlyIf(
                        "(attribute_not_exists(pk) OR (#entries < :mostEntries AND #characters < :mostCharacters)) AND "
                                + WriteToken.NOT_YET,
                        Map.of(
                                ":mostEntries",
                                Attributes.of(MOST_ENTRIES),
                                ":mostCharacters",
                                Attributes.of(MOST_CHARACTERS)))
                .request(table, Keys.taskLog(attempt))
                .returnValues(ReturnValue.UPDATED_NEW)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
        try {
            return number(client.updateItem(request).attributes());
        } catch (ConditionalCheckFailedException e) {
            return token.wrote(e.item()) ? number(e.item()) : OptionalLong.empty();
        }
    }

    private static OptionalLong number(Map<String, AttributeValue> item) {
        return OptionalLong.of(Attributes.number(item, ENTRIES));
    }

    private static ArrayNode written(List<Line> lines) {
        ArrayNode written = Json.array();
        lines.forEach(
                line -> written.addObject().put("at", line.at().toString()).put("text", line.text()));
        return written;
    }

    @Override
    public List<Line> read(Attempt attempt) {
        List<Line> lines = new ArrayList<>();
        if (!Keys.isId(attempt.execution().value())) {
            return lines;
        }
        Map<String, AttributeValue> start = Map.of();
        do {
            QueryResponse page = client.query(QueryRequest.builder()
                    .tableName(table)
                    .consistentRead(true)
                    .keyConditionExpression("pk = :pk AND begins_with(sk, :prefix)")
                    .expressionAttributeValues(Map.of(
                            ":pk",
                            Attributes.of(Keys.executionPk(attempt.execution())),
                            ":prefix",
                            Attributes.of(Keys.taskLogEntries(attempt))))
                    .exclusiveStartKey(start.isEmpty() ? null : start)
                    .build());
            page.items().forEach(item -> read(item, lines));
            start = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : Map.of();
        } while (!start.isEmpty());
        return lines;
    }

    private static void read(Map<String, AttributeValue> item, List<Line> lines) {
        for (JsonNode line : Json.read(Gzip.expand(Attributes.bytes(item, LINES)))) {
            lines.add(new Line(
                    Instant.parse(line.path("at").asString("")),
                    line.path("text").asString("")));
        }
    }
}

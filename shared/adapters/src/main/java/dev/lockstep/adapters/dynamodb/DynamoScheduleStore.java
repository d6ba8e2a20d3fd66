package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.ports.Page;
import dev.lockstep.engine.ports.PageRequest;
import dev.lockstep.engine.ports.ScheduleStore;
import dev.lockstep.engine.schedule.Schedule;
import dev.lockstep.engine.schedule.ScheduleKey;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import tools.jackson.databind.JsonNode;

/** Schedules in DynamoDB. */
public final class DynamoScheduleStore implements ScheduleStore {
    private static final String AS_READ = "revision = :revision";

    private final DynamoDbClient client;
    private final String table;
    private final ItemReader reader;
    private final Rows rows;
    private final Transactions transactions;

    public DynamoScheduleStore(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
        this.reader = new ItemReader(client, table);
        this.rows = new Rows(client, table);
        this.transactions = new Transactions(client, table);
    }

    @Override
    public boolean add(Schedule schedule, JsonNode input) {
        return transactions.commit(
                transactions.putNew(ScheduleItem.write(schedule)),
                transactions.put(ScheduleItem.writeInput(schedule, input)));
    }

    @Override
    public Optional<Schedule> find(ScheduleKey key) {
        if (!Keys.isId(key.id().value())) {
            return Optional.empty();
        }
        Map<String, AttributeValue> item = reader.one(Keys.schedule(key));
        return item.isEmpty() ? Optional.empty() : Optional.of(ScheduleItem.read(item));
    }

    @Override
    public Optional<JsonNode> input(Schedule schedule) {
        return ScheduleItem.readInput(schedule, reader.one(Keys.scheduleInput(schedule.key())));
    }

    @Override
    public Page<Schedule> list(Workspace workspace, PageRequest page) {
        return rows.newestFirst(Keys.workspacePk(workspace), Keys.SCHEDULE_ROW, page, ScheduleItem::read);
    }

    @Override
    public Optional<Schedule> write(Schedule changed) {
        Schedule written = changed.written();
        WriteToken token = WriteToken.fresh();
        Map<String, AttributeValue> item = ScheduleItem.write(written);
        token.putInto(item);
        PutItemRequest request = PutItemRequest.builder()
                .tableName(table)
                .item(item)
                .conditionExpression(AS_READ)
                .expressionAttributeValues(asRead(changed))
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
        try {
            client.putItem(request);
            return Optional.of(written);
        } catch (ConditionalCheckFailedException e) {
            return token.wrote(e.item()) ? Optional.of(written) : Optional.empty();
        }
    }

    @Override
    public Optional<Schedule> write(Schedule defined, JsonNode input) {
        Schedule written = defined.written();
        boolean done = transactions.commit(
                transactions.putIf(ScheduleItem.write(written), AS_READ, asRead(defined)),
                transactions.put(ScheduleItem.writeInput(written, input)));
        return done ? Optional.of(written) : Optional.empty();
    }

    private static Map<String, AttributeValue> asRead(Schedule schedule) {
        return Map.of(":revision", Attributes.of(schedule.revision()));
    }

    @Override
    public boolean delete(ScheduleKey key) {
        return Keys.isId(key.id().value())
                && transactions.commit(
                        transactions.delete(Keys.schedule(key)), transactions.delete(Keys.scheduleInput(key)));
    }
}

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
import tools.jackson.databind.JsonNode;

/** Schedules in DynamoDB. */
public final class DynamoScheduleStore implements ScheduleStore {
    private final ItemReader reader;
    private final Rows rows;
    private final ConditionalPut put;
    private final Transactions transactions;

    public DynamoScheduleStore(DynamoDbClient client, String table) {
        this.reader = new ItemReader(client, table);
        this.rows = new Rows(client, table);
        this.put = new ConditionalPut(client, table);
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
        return put.over(changed.revision(), ScheduleItem.write(written)) ? Optional.of(written) : Optional.empty();
    }

    @Override
    public Optional<Schedule> write(Schedule defined, JsonNode input) {
        Schedule written = defined.written();
        boolean done = transactions.commit(
                transactions.putIf(
                        ScheduleItem.write(written),
                        "revision = :read",
                        Map.of(":read", Attributes.of(defined.revision()))),
                transactions.put(ScheduleItem.writeInput(written, input)));
        return done ? Optional.of(written) : Optional.empty();
    }

    @Override
    public boolean delete(ScheduleKey key) {
        return Keys.isId(key.id().value())
                && transactions.commit(
                        transactions.delete(Keys.schedule(key)), transactions.delete(Keys.scheduleInput(key)));
    }
}

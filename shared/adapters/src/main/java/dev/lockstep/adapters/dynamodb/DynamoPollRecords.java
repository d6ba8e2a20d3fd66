package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.ports.PollRecords;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** Who asked for tasks, in DynamoDB: all of a workspace under one key, since each is written once a minute at most. */
public final class DynamoPollRecords implements PollRecords {
    private static final Duration KEPT = Duration.ofDays(1);
    private static final String TASK_TYPE = "task_type";
    private static final String DOMAIN = "domain";
    private static final String WORKER = "worker";
    private static final String AT = "polled_at";

    private final DynamoDbClient client;
    private final String table;

    public DynamoPollRecords(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    @Override
    public void put(Workspace workspace, Poll poll) {
        Map<String, AttributeValue> item = new HashMap<>(Keys.poll(workspace, poll));
        item.put(TASK_TYPE, Attributes.of(poll.taskType()));
        poll.domain().ifPresent(domain -> item.put(DOMAIN, Attributes.of(domain)));
        item.put(WORKER, Attributes.of(poll.worker()));
        item.put(AT, Attributes.of(poll.at()));
        item.put(ConnectionItem.EXPIRES_AT, Attributes.of(poll.at().plus(KEPT).getEpochSecond()));
        client.putItem(request -> request.tableName(table).item(item));
    }

    @Override
    public List<Poll> of(Workspace workspace, String taskType) {
        return query(workspace, Keys.polls(taskType));
    }

    @Override
    public List<Poll> all(Workspace workspace) {
        return query(workspace, Keys.POLL_ROW);
    }

    /** One query: a thousand of them are well within the megabyte that it reads. */
    private List<Poll> query(Workspace workspace, String prefix) {
        return client
                .query(QueryRequest.builder()
                        .tableName(table)
                        .keyConditionExpression("pk = :pk AND begins_with(sk, :prefix)")
                        .expressionAttributeValues(
                                Map.of(":pk", Attributes.of(Keys.pollsPk(workspace)), ":prefix", Attributes.of(prefix)))
                        .limit(MOST)
                        .build())
                .items()
                .stream()
                .map(DynamoPollRecords::read)
                .toList();
    }

    private static Poll read(Map<String, AttributeValue> item) {
        return new Poll(
                Attributes.text(item, TASK_TYPE),
                Attributes.optionalText(item, DOMAIN),
                Attributes.text(item, WORKER),
                Attributes.time(item, AT));
    }
}

package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.live.Connection;
import dev.lockstep.engine.live.Follower;
import dev.lockstep.engine.live.Subject;
import dev.lockstep.engine.ports.ConnectionStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/** What a connection follows is recorded twice: with the connection, to be forgotten with it, and with what is followed, to be found. */
public final class DynamoConnectionStore implements ConnectionStore {
    /** More than a connection can follow by itself: executions of workflows that it follows come to it. */
    private static final int PAGE = 1_000;

    private final DynamoDbClient client;
    private final String table;
    private final ItemReader reader;

    public DynamoConnectionStore(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
        this.reader = new ItemReader(client, table);
    }

    @Override
    public void add(Connection connection) {
        put(ConnectionItem.write(connection));
    }

    @Override
    public Optional<Connection> find(String id) {
        if (!Keys.isId(id)) {
            return Optional.empty();
        }
        Map<String, AttributeValue> item = reader.one(Keys.connection(id));
        return item.isEmpty() ? Optional.empty() : Optional.of(ConnectionItem.read(id, item));
    }

    @Override
    public List<Subject> subjects(String connection, int most) {
        return client
                .query(QueryRequest.builder()
                        .tableName(table)
                        .consistentRead(true)
                        .keyConditionExpression("pk = :pk AND begins_with(sk, :prefix)")
                        .expressionAttributeValues(Map.of(
                                ":pk", Attributes.of(Keys.connectionPk(connection)), ":prefix", Attributes.of("S#")))
                        .limit(most)
                        .build())
                .items()
                .stream()
                .map(Keys::followedOf)
                .toList();
    }

    /** With the connection first: what is not recorded there would not be forgotten with it. */
    @Override
    public void follow(Connection connection, Subject subject) {
        put(ConnectionItem.expiring(Keys.followed(connection.id(), subject), connection.expiresAt()));
        put(ConnectionItem.expiring(
                follower(connection.id(), connection.workspace(), subject), connection.expiresAt()));
    }

    /** Nothing where it has been left again, or the connection is gone. */
    @Override
    public boolean begin(Connection connection, Subject subject, long told) {
        Map<String, AttributeValue> key = follower(connection.id(), connection.workspace(), subject);
        Optional<Map<String, AttributeValue>> refused = refusal(
                new Update()
                        .set(Map.of(ConnectionItem.TOLD, Attributes.of(told)))
                        .onlyIf(
                                "attribute_exists(pk) AND attribute_not_exists(#missed)",
                                Map.of(),
                                ConnectionItem.MISSED),
                key);
        if (refused.isEmpty() || !refused.get().containsKey(ConnectionItem.MISSED)) {
            return true;
        }
        new Update()
                .remove(ConnectionItem.MISSED)
                .onlyIf("attribute_exists(pk)", Map.of())
                .applyWhereItHolds(client, table, key);
        return false;
    }

    @Override
    public Optional<Follower> passOver(String connection, ExecutionId execution) {
        return refusal(
                        new Update()
                                .set(Map.of(ConnectionItem.MISSED, AttributeValue.fromBool(true)))
                                .onlyIf(
                                        "attribute_exists(pk) AND attribute_not_exists(#told)",
                                        Map.of(),
                                        ConnectionItem.TOLD),
                        Keys.follower(execution, connection))
                .filter(ConnectionItem::isBegun)
                .map(item -> ConnectionItem.follower(connection, item));
    }

    /** The item as it is, without anything in it where there is none, if it kept the update from being made. */
    private Optional<Map<String, AttributeValue>> refusal(Update update, Map<String, AttributeValue> key) {
        try {
            client.updateItem(update.request(table, key)
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                    .build());
            return Optional.empty();
        } catch (ConditionalCheckFailedException e) {
            return Optional.of(e.item());
        }
    }

    @Override
    public void leave(Connection connection, Subject subject) {
        delete(follower(connection.id(), connection.workspace(), subject));
        delete(Keys.followed(connection.id(), subject));
    }

    @Override
    public void remove(String id, Workspace workspace) {
        List<Subject> subjects = subjects(id, PAGE);
        while (!subjects.isEmpty()) {
            subjects.forEach(subject -> {
                delete(follower(id, workspace, subject));
                delete(Keys.followed(id, subject));
            });
            subjects = subjects.size() < PAGE ? List.of() : subjects(id, PAGE);
        }
        delete(Keys.connection(id));
    }

    @Override
    public void followToo(List<String> connections, Workspace workspace, ExecutionId execution) {
        for (String id : connections) {
            find(id).ifPresent(connection -> {
                put(ConnectionItem.expiring(
                        Keys.followed(id, new Subject.OfExecution(execution)), connection.expiresAt()));
                new Update()
                        .set(Map.of(
                                ConnectionItem.TOLD, Attributes.of(0),
                                ConnectionItem.EXPIRES_AT,
                                        Attributes.of(connection.expiresAt().getEpochSecond())))
                        .onlyIf("attribute_not_exists(pk)", Map.of())
                        .applyWhereItHolds(client, table, Keys.follower(execution, id));
            });
        }
    }

    private static Map<String, AttributeValue> follower(String connection, Workspace workspace, Subject subject) {
        return switch (subject) {
            case Subject.OfExecution of -> Keys.follower(of.execution(), connection);
            case Subject.OfWorkflow of -> Keys.follower(workspace, of.workflow(), connection);
        };
    }

    private void put(Map<String, AttributeValue> item) {
        client.putItem(request -> request.tableName(table).item(item));
    }

    private void delete(Map<String, AttributeValue> key) {
        client.deleteItem(request -> request.tableName(table).key(key));
    }
}

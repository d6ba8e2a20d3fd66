package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.ports.IdempotencyStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/** Idempotency keys in DynamoDB, which removes them some time after they expire: so the expiry is part of the condition. */
public final class DynamoIdempotencyStore implements IdempotencyStore {
    private static final String FINGERPRINT = "fingerprint";
    private static final String ANSWER = "answer";

    /** In milliseconds, for the condition; in seconds, for the removal. */
    private static final String UNTIL = "until";

    private static final String EXPIRES_AT = "expires_at";

    private final DynamoDbClient client;
    private final String table;

    public DynamoIdempotencyStore(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    @Override
    public Optional<Call> find(Workspace workspace, String key, Instant now) {
        Map<String, AttributeValue> item = client.getItem(request -> request.tableName(table)
                        .key(Keys.idempotencyKey(workspace, key))
                        .consistentRead(true))
                .item();
        return item.isEmpty()
                ? Optional.empty()
                : Optional.of(read(item)).filter(call -> call.expiresAt().isAfter(now));
    }

    /** A write whose answer was lost finds itself when it is sent again, and so answers with the call given, as it should. */
    @Override
    public Call remember(Workspace workspace, String key, Call call, Instant now) {
        return put(
                Keys.idempotencyKey(workspace, key),
                call,
                request -> request.conditionExpression("attribute_not_exists(pk) OR #until <= :now")
                        .expressionAttributeNames(Map.of("#until", UNTIL))
                        .expressionAttributeValues(Map.of(":now", Attributes.of(now.toEpochMilli()))));
    }

    @Override
    public Call replace(Workspace workspace, String key, Call was, Call call) {
        return put(
                Keys.idempotencyKey(workspace, key),
                call,
                request -> request.conditionExpression("attribute_not_exists(pk) OR #answer IN (:was, :call)")
                        .expressionAttributeNames(Map.of("#answer", ANSWER))
                        .expressionAttributeValues(
                                Map.of(":was", Attributes.of(was.answer()), ":call", Attributes.of(call.answer()))));
    }

    /** The call, or the one that is there where the condition does not hold. */
    private Call put(Map<String, AttributeValue> key, Call call, Consumer<PutItemRequest.Builder> onlyIf) {
        PutItemRequest request = PutItemRequest.builder()
                .tableName(table)
                .item(write(key, call))
                .applyMutation(onlyIf)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
        try {
            client.putItem(request);
            return call;
        } catch (ConditionalCheckFailedException e) {
            return read(e.item());
        }
    }

    @Override
    public void forget(Workspace workspace, String key, String answer) {
        try {
            client.deleteItem(request -> request.tableName(table)
                    .key(Keys.idempotencyKey(workspace, key))
                    .conditionExpression("#answer = :answer")
                    .expressionAttributeNames(Map.of("#answer", ANSWER))
                    .expressionAttributeValues(Map.of(":answer", Attributes.of(answer))));
        } catch (ConditionalCheckFailedException e) {
            // It stands for something else, or for nothing.
        }
    }

    private static Map<String, AttributeValue> write(Map<String, AttributeValue> key, Call call) {
        Map<String, AttributeValue> item = new HashMap<>(key);
        item.put(FINGERPRINT, Attributes.of(call.fingerprint()));
        item.put(ANSWER, Attributes.of(call.answer()));
        item.put(UNTIL, Attributes.of(call.expiresAt().toEpochMilli()));
        item.put(EXPIRES_AT, Attributes.of(call.expiresAt().getEpochSecond() + 1));
        return item;
    }

    private static Call read(Map<String, AttributeValue> item) {
        return new Call(
                Attributes.text(item, FINGERPRINT),
                Attributes.text(item, ANSWER),
                Instant.ofEpochMilli(Attributes.number(item, UNTIL)));
    }
}

package dev.lockstep.local.measure;

import dev.lockstep.local.sdk.Interposed;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.DoubleAdder;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/**
 * Counts the capacity that DynamoDB says it consumed, by operation and kind of item ({@code write stage}, {@code read
 * execution}, …), the messages sent, and the posts to connections. Multi-item transactions are not counted: DynamoDB Local sums them up wrongly.
 */
public final class CapacityCount {
    private final Map<String, DoubleAdder> units = new HashMap<>();

    private synchronized void add(String what, double amount) {
        units.computeIfAbsent(what, any -> new DoubleAdder()).add(amount);
    }

    /** The units, messages or requests counted since the last reset. */
    public synchronized double of(String what) {
        DoubleAdder adder = units.get(what);
        return adder == null ? 0 : adder.sum();
    }

    /** Begins to count anew. */
    public synchronized void reset() {
        units.clear();
    }

    /** The client, with every answer's consumed capacity counted. */
    public DynamoDbClient on(DynamoDbClient client) {
        return on(DynamoDbClient.class, client);
    }

    /** The client, with every message that it sends counted. */
    public SqsClient on(SqsClient client) {
        return on(SqsClient.class, client);
    }

    /** The client, with every post to a connection counted, those included that found it gone. */
    public ApiGatewayManagementApiClient on(ApiGatewayManagementApiClient client) {
        return on(ApiGatewayManagementApiClient.class, client);
    }

    private <T> T on(Class<T> type, T client) {
        return Interposed.before(type, client, this::call);
    }

    private @Nullable Object call(Interposed.Call call) throws Throwable {
        if (call.operation().equals("deleteMessageBatch")) {
            // Before it is made: whoever finds the queue empty finds the deletion counted.
            add("sqs request", 1);
        }
        if (call.operation().equals("postToConnection")) {
            add("post", 1);
        }
        Optional<SdkRequest> request = call.request().map(CapacityCount::asking);
        if (request.isEmpty()) {
            return call.proceed();
        }
        Object answer = call.proceedWith(request.get());
        count(request.get(), answer);
        return answer;
    }

    private static SdkRequest asking(SdkRequest request) {
        ReturnConsumedCapacity total = ReturnConsumedCapacity.TOTAL;
        return switch (request) {
            case PutItemRequest put ->
                put.toBuilder().returnConsumedCapacity(total).build();
            case UpdateItemRequest update ->
                update.toBuilder().returnConsumedCapacity(total).build();
            case GetItemRequest get ->
                get.toBuilder().returnConsumedCapacity(total).build();
            case BatchGetItemRequest get ->
                get.toBuilder().returnConsumedCapacity(total).build();
            case QueryRequest query ->
                query.toBuilder().returnConsumedCapacity(total).build();
            default -> request;
        };
    }

    private void count(SdkRequest request, @Nullable Object answer) {
        switch (answer) {
            case PutItemResponse put ->
                add("write " + item(((PutItemRequest) request).item()), units(put.consumedCapacity()));
            case UpdateItemResponse update ->
                add("write " + item(((UpdateItemRequest) request).key()), units(update.consumedCapacity()));
            case GetItemResponse get ->
                add("read " + item(((GetItemRequest) request).key()), units(get.consumedCapacity()));
            case BatchGetItemResponse get ->
                get.consumedCapacity().forEach(consumed -> add("read stage", units(consumed)));
            case SendMessageBatchResponse sent -> {
                add("send", sent.successful().size());
                add("sqs request", 1);
            }
            // An empty answer ends a poll that found nothing: it belongs to no stage.
            case ReceiveMessageResponse received
            when !received.messages().isEmpty() -> {
                add("batch", 1);
                add("sqs request", 1);
            }
            case QueryResponse query -> add("query", units(query.consumedCapacity()));
            case null, default -> {}
        }
    }

    private static double units(ConsumedCapacity consumed) {
        return consumed.capacityUnits();
    }

    private static String item(Map<String, AttributeValue> keys) {
        String sk = Objects.requireNonNull(keys.get("sk")).s();
        if (sk.equals("E")) {
            return "execution";
        }
        return sk.startsWith("S#") ? "stage" : "other";
    }
}

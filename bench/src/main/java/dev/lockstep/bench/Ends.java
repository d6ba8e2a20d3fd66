package dev.lockstep.bench;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/**
 * Tells when executions end, by watching the writes that record it. To ask for their status again and again would take part of
 * what is measured.
 */
final class Ends {
    private static final String ID = "execution_id";
    private static final String CREATED = "created_at";
    private static final String COMPLETED = "completed_at";

    private final Map<String, CompletableFuture<Duration>> byExecution = new ConcurrentHashMap<>();

    /** From an execution's acceptance to its end, once it has ended. */
    CompletableFuture<Duration> of(String execution) {
        return byExecution.computeIfAbsent(execution, id -> new CompletableFuture<>());
    }

    /** The client, with what is written through it watched. */
    DynamoDbClient on(DynamoDbClient client) {
        return (DynamoDbClient) Proxy.newProxyInstance(
                DynamoDbClient.class.getClassLoader(),
                new Class<?>[] {DynamoDbClient.class},
                (self, method, args) -> call(client, method, args));
    }

    private Object call(Object client, Method method, Object[] args) throws Throwable {
        try {
            Object answer = method.invoke(client, args);
            if (answer instanceof UpdateItemResponse updated) {
                see(updated.attributes());
            }
            return answer;
        } catch (InvocationTargetException e) {
            throw Objects.requireNonNull(e.getCause());
        }
    }

    private void see(Map<String, AttributeValue> written) {
        if (written.containsKey(COMPLETED) && written.containsKey(ID)) {
            of(Objects.requireNonNull(written.get(ID)).s())
                    .complete(Duration.between(time(written, CREATED), time(written, COMPLETED)));
        }
    }

    private static Instant time(Map<String, AttributeValue> written, String name) {
        return Instant.parse(Objects.requireNonNull(written.get(name)).s());
    }
}

package dev.lockstep.local.e2e;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** Counts how often each item is written. */
final class WritesByItem {
    private final Map<String, AtomicInteger> writes = new ConcurrentHashMap<>();

    DynamoDbClient on(DynamoDbClient client) {
        return (DynamoDbClient) Proxy.newProxyInstance(
                DynamoDbClient.class.getClassLoader(),
                new Class<?>[] {DynamoDbClient.class},
                (self, method, args) -> call(client, method, args));
    }

    private Object call(DynamoDbClient client, Method method, Object[] args) throws Throwable {
        if (args != null && args.length == 1) {
            switch (args[0]) {
                case PutItemRequest put -> note(put.item());
                case UpdateItemRequest update -> note(update.key());
                default -> {}
            }
        }
        try {
            return method.invoke(client, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private void note(Map<String, AttributeValue> item) {
        String key = Objects.requireNonNull(item.get("pk")).s() + " "
                + Objects.requireNonNull(item.get("sk")).s();
        writes.computeIfAbsent(key, any -> new AtomicInteger()).incrementAndGet();
    }

    void reset() {
        writes.clear();
    }

    /** The most that any one item was written. */
    int most() {
        return Collections.max(writes.values().stream().map(AtomicInteger::get).toList());
    }

    /** How often the item with that sort key was written. */
    int of(String sk) {
        return writes.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(" " + sk))
                .mapToInt(entry -> entry.getValue().get())
                .sum();
    }
}

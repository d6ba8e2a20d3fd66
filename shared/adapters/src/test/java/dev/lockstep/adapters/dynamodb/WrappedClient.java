package dev.lockstep.adapters.dynamodb;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** Stands in front of a client: the one in this process knows no interceptors. */
final class WrappedClient {
    private static final Set<String> WRITES = Set.of("putItem", "updateItem", "deleteItem", "transactWriteItems");

    private static final int PART = 3;

    /** A request on its way to the client behind. */
    @FunctionalInterface
    interface Forward {
        Object send(Object request) throws Throwable;
    }

    /** What to make of a request. */
    @FunctionalInterface
    interface Wrapper {
        Object call(String operation, Object request, Forward forward) throws Throwable;
    }

    private WrappedClient() {}

    static DynamoDbClient of(DynamoDbClient client, Wrapper wrapper) {
        return (DynamoDbClient) Proxy.newProxyInstance(
                DynamoDbClient.class.getClassLoader(),
                new Class<?>[] {DynamoDbClient.class},
                (proxy, method, arguments) -> {
                    if (method.getName().endsWith("Paginator")) {
                        // It makes its requests one by one, and each is to come through here.
                        return InvocationHandler.invokeDefault(proxy, method, arguments);
                    }
                    Forward forward = request -> {
                        try {
                            return method.invoke(client, request);
                        } catch (InvocationTargetException e) {
                            throw e.getTargetException();
                        }
                    };
                    return wrapper.call(method.getName(), arguments[0], forward);
                });
    }

    /** Loses the answer to each write and sends it again, as the SDK does where a connection breaks. */
    static DynamoDbClient losingAnswers(DynamoDbClient client) {
        return of(client, (operation, request, forward) -> {
            if (WRITES.contains(operation)) {
                try {
                    forward.send(request);
                } catch (Throwable lost) {
                    // So was this answer.
                }
            }
            return forward.send(request);
        });
    }

    /** Answers a query with so few items that it takes many, as where items are large. */
    static DynamoDbClient answeringInParts(DynamoDbClient client) {
        return of(
                client,
                (operation, request, forward) -> forward.send(
                        request instanceof QueryRequest query
                                ? query.toBuilder().limit(part(query)).build()
                                : request));
    }

    private static int part(QueryRequest query) {
        return query.limit() == null ? PART : Math.min(query.limit(), PART);
    }
}

package dev.lockstep.local.stack;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** How a local stack is to run. In memory, on a free port and with everything on, where nothing else is said. */
public final class StackOptions {
    private static final int DEFAULT_CONCURRENCY = 8;

    final Path template;
    final Map<String, String> parameters = new HashMap<>();
    Map<String, String> variables = Map.of();
    UnaryOperator<DynamoDbClient> dynamoDb = UnaryOperator.identity();
    UnaryOperator<SqsClient> sqs = UnaryOperator.identity();
    UnaryOperator<ApiGatewayManagementApiClient> connections = UnaryOperator.identity();
    OptionalInt port = OptionalInt.of(0);
    boolean eventSources = true;
    boolean open;
    int queueConcurrency = DEFAULT_CONCURRENCY;

    @Nullable
    Path data;

    private StackOptions(Path template) {
        this.template = template;
    }

    /** A stack of this template. */
    public static StackOptions of(Path template) {
        return new StackOptions(template);
    }

    /** Keeps data in a folder. */
    public StackOptions data(Path folder) {
        this.data = folder;
        return this;
    }

    /** Serves HTTP on this port of the loopback interface; 0 for any free one. */
    public StackOptions port(int number) {
        this.port = OptionalInt.of(number);
        return this;
    }

    /** Serves no HTTP. */
    public StackOptions withoutHttp() {
        this.port = OptionalInt.empty();
        return this;
    }

    /** Lets programs on this machine call without a key, as the local admin. */
    public StackOptions open() {
        this.open = true;
        return this;
    }

    /** Leaves queues unread and schedules unheeded: nothing runs but what is invoked by hand or by HTTP. */
    public StackOptions withoutEventSources() {
        this.eventSources = false;
        return this;
    }

    /** How many batches of one queue are worked on at once. */
    public StackOptions queueConcurrency(int batches) {
        this.queueConcurrency = batches;
        return this;
    }

    /** Gives a parameter of the template a value. */
    public StackOptions parameter(String name, String value) {
        this.parameters.put(name, value);
        return this;
    }

    /** Gives parameters of the template their values. */
    public StackOptions parameters(Map<String, String> values) {
        this.parameters.putAll(values);
        return this;
    }

    /** Heeds {@code AWS_ENDPOINT_URL} and its kin among these variables. */
    public StackOptions variables(Map<String, String> environment) {
        this.variables = Map.copyOf(environment);
        return this;
    }

    /** Puts something between the functions and DynamoDB: to count capacity, or to inject faults. */
    public StackOptions wrapDynamoDb(UnaryOperator<DynamoDbClient> wrapper) {
        this.dynamoDb = wrapper;
        return this;
    }

    /** Puts something between SQS and all that uses it, the pollers included: to count requests, or to inject faults. */
    public StackOptions wrapSqs(UnaryOperator<SqsClient> wrapper) {
        this.sqs = wrapper;
        return this;
    }

    /** Puts something between the functions and the connections that they send to: to count what is sent, or to inject faults. */
    public StackOptions wrapConnections(UnaryOperator<ApiGatewayManagementApiClient> wrapper) {
        this.connections = wrapper;
        return this;
    }

    /** Starts the stack. */
    public LocalStack start() {
        return LocalStack.start(this);
    }
}

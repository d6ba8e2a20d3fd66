package dev.lockstep.local.permissions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.adapters.AwsClients;
import dev.lockstep.local.stack.LocalStack;
import dev.lockstep.local.stack.StackOptions;
import dev.lockstep.local.template.PolicyStatement;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SqsException;

class PermittedClientsTest {
    private static final Map<String, AttributeValue> ITEM =
            Map.of("pk", AttributeValue.fromS("a"), "sk", AttributeValue.fromS("b"));

    @SuppressWarnings("NullAway.Init")
    private static LocalStack stack;

    @SuppressWarnings("NullAway.Init")
    private static String table;

    @BeforeAll
    static void start() {
        stack = StackOptions.of(Path.of("src/test/resources/home/template.yaml"))
                .withoutHttp()
                .withoutEventSources()
                .start();
        table = stack.tableName("Table");
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void what_a_statement_allows_is_done() {
        DynamoDbClient client = allowed("dynamodb:PutItem", table("")).dynamoDb();

        client.putItem(put -> put.tableName(table).item(ITEM));

        assertThat(stack.dynamoDb()
                        .getItem(get -> get.tableName(table).key(ITEM))
                        .item())
                .isEqualTo(ITEM);
    }

    @Test
    void what_none_allows_is_denied_by_name_and_not_done() {
        DynamoDbClient client = allowed("dynamodb:PutItem", table("")).dynamoDb();
        client.putItem(put -> put.tableName(table).item(ITEM));

        assertThatThrownBy(() ->
                        client.deleteItem(delete -> delete.tableName(table).key(ITEM)))
                .isInstanceOfSatisfying(DynamoDbException.class, denied -> {
                    assertThat(denied.statusCode()).isEqualTo(400);
                    assertThat(denied.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
                })
                .hasMessageContaining("TestFunction may not dynamodb:DeleteItem on table/" + table);
        assertThat(stack.dynamoDb()
                        .getItem(get -> get.tableName(table).key(ITEM))
                        .hasItem())
                .isTrue();
    }

    @Test
    void each_part_of_a_transaction_needs_to_be_allowed() {
        DynamoDbClient client = allowed("dynamodb:PutItem", table("")).dynamoDb();
        TransactWriteItem put = TransactWriteItem.builder()
                .put(Put.builder().tableName(table).item(ITEM).build())
                .build();
        TransactWriteItem delete = TransactWriteItem.builder()
                .delete(Delete.builder()
                        .tableName(table)
                        .key(Map.of("pk", AttributeValue.fromS("a"), "sk", AttributeValue.fromS("c")))
                        .build())
                .build();

        client.transactWriteItems(write -> write.transactItems(put));
        assertThatThrownBy(() -> client.transactWriteItems(write -> write.transactItems(put, delete)))
                .hasMessageContaining("dynamodb:DeleteItem");
    }

    @Test
    void an_index_is_allowed_by_itself() {
        DynamoDbClient client = allowed("dynamodb:Query", table("")).dynamoDb();

        assertThatThrownBy(() -> client
                        .queryPaginator(query -> query.tableName(table)
                                .indexName("by-shard")
                                .keyConditionExpression("shard = :s")
                                .expressionAttributeValues(Map.of(":s", AttributeValue.fromS("s"))))
                        .items()
                        .stream()
                        .toList())
                .hasMessageContaining("dynamodb:Query on table/" + table + "/index/by-shard");
    }

    @Test
    void a_queue_is_allowed_by_its_name_and_its_batches_as_what_they_are_batches_of() {
        String url = stack.queueUrl("WorkQueue");
        String name = url.substring(url.lastIndexOf('/') + 1);
        SqsClient client = allowed(
                        "sqs:SendMessage", "arn:aws:sqs:eu-west-1:123456789012:" + name.substring(0, 4) + "*")
                .sqs();

        assertThat(client.sendMessageBatch(send -> send.queueUrl(url)
                                .entries(SendMessageBatchRequestEntry.builder()
                                        .id("1")
                                        .messageBody("x")
                                        .build()))
                        .successful())
                .hasSize(1);
        assertThatThrownBy(() -> client.receiveMessage(receive -> receive.queueUrl(url)))
                .isInstanceOf(SqsException.class)
                .hasMessageContaining("TestFunction may not sqs:ReceiveMessage on " + name);
        assertThatThrownBy(() -> client.sendMessage(
                        send -> send.queueUrl(url.replace(name, "other")).messageBody("x")))
                .hasMessageContaining("sqs:SendMessage");
    }

    private static String table(String index) {
        return "arn:aws:dynamodb:ddblocal:000000000000:table/" + table + index;
    }

    private static AwsClients allowed(String action, String resource) {
        return new PermittedClients(
                new All(), "TestFunction", List.of(new PolicyStatement(List.of(action), List.of(resource))));
    }

    private record All() implements AwsClients {
        @Override
        public DynamoDbClient dynamoDb() {
            return stack.dynamoDb();
        }

        @Override
        public SqsClient sqs() {
            return stack.sqs();
        }

        @Override
        public ApiGatewayManagementApiClient connections(URI endpoint) {
            throw new UnsupportedOperationException("nobody sends to connections here");
        }

        @Override
        public Optional<LambdaClient> lambda() {
            return Optional.empty();
        }
    }
}

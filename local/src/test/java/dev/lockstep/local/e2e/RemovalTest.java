package dev.lockstep.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.local.stack.LocalStack;
import dev.lockstep.local.stack.StackOptions;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What becomes of an execution whose own item has expired. */
class RemovalTest {
    @SuppressWarnings("NullAway.Init")
    private static LocalStack stack;

    @BeforeAll
    static void start() {
        stack = StackOptions.of(Project.template()).start();
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @ParameterizedTest(name = "of {0} elements")
    @ValueSource(ints = {1, 1_200})
    void nothing_is_left_of_an_execution_that_was_removed(int elements) {
        Api api = Api.of(stack);
        String workflow = api.register("""
                {"name": "many", "steps": [{"type": "Echo", "for_each": "${input.list}", "input": "${item}"}]}
                """);
        String list = String.join(",", Collections.nCopies(elements, "{}"));
        String execution = api.execute(workflow, "{\"input\": {\"list\": [" + list + "]}}");
        assertThat(api.ended(workflow, execution).path("status").asString()).isEqualTo("COMPLETED");
        assertThat(left(execution)).isGreaterThan(elements);

        stack.dynamoDb()
                .deleteItem(request -> request.tableName(stack.tableName("Table"))
                        .key(Map.of("pk", AttributeValue.fromS("E#" + execution), "sk", AttributeValue.fromS("E"))));

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> left(execution) == 0);
        api.get("/workflows/" + workflow + "/executions/" + execution).expect(404);
    }

    private static long left(String execution) {
        return stack
                .dynamoDb()
                .queryPaginator(request -> request.tableName(stack.tableName("Table"))
                        .keyConditionExpression("pk = :pk")
                        .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS("E#" + execution))))
                .items()
                .stream()
                .count();
    }
}

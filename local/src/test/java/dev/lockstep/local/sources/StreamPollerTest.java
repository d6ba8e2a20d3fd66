package dev.lockstep.local.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.engine.data.Json;
import dev.lockstep.local.handlers.ChangesHandler;
import dev.lockstep.local.stack.LocalStack;
import dev.lockstep.local.stack.StackOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sqs.model.Message;
import tools.jackson.databind.JsonNode;

class StreamPollerTest {
    private static final Path TEMPLATE = Path.of("src/test/resources/home/template.yaml");

    private static LocalStack stack;

    @BeforeAll
    static void start() {
        stack = StackOptions.of(TEMPLATE).withoutHttp().start();
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    private static void put(LocalStack into, String pk, String sk, Map<String, AttributeValue> more) {
        Map<String, AttributeValue> item = new HashMap<>(more);
        item.put("pk", AttributeValue.fromS(pk));
        item.put("sk", AttributeValue.fromS(sk));
        into.dynamoDb()
                .putItem(request -> request.tableName(into.tableName("Table")).item(item));
    }

    private static void put(String pk, String sk, String fault) {
        put(stack, pk, sk, Map.of("fault", AttributeValue.fromS(fault)));
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20));
    }

    @Test
    void a_write_arrives_as_lambda_would_pass_it() {
        put(
                stack,
                "seen-1",
                "a",
                Map.of(
                        "n", AttributeValue.fromN("1.5"),
                        "l", AttributeValue.fromL(List.of(AttributeValue.fromBool(true), AttributeValue.fromNul(true))),
                        "m", AttributeValue.fromM(Map.of("x", AttributeValue.fromNs(List.of("1", "2"))))));
        put(stack, "seen-1", "a", Map.of());
        stack.dynamoDb()
                .deleteItem(request -> request.tableName(stack.tableName("Table"))
                        .key(Map.of("pk", AttributeValue.fromS("seen-1"), "sk", AttributeValue.fromS("a"))));

        patiently().until(() -> ChangesHandler.of("seen-1").size() == 3);
        List<JsonNode> records = ChangesHandler.of("seen-1");
        assertThat(records)
                .extracting(record -> record.path("eventName").asString())
                .containsExactly("INSERT", "MODIFY", "REMOVE");
        JsonNode first = records.getFirst();
        assertThat(first.path("eventSource").asString()).isEqualTo("aws:dynamodb");
        assertThat(first.path("eventSourceARN").asString()).contains("lockstep-Table/stream/");
        JsonNode image = first.path("dynamodb").path("NewImage");
        assertThat(Json.write(image.path("n"))).isEqualTo("{\"N\":\"1.5\"}");
        assertThat(Json.write(image.path("l"))).isEqualTo("{\"L\":[{\"BOOL\":true},{\"NULL\":true}]}");
        assertThat(Json.write(image.path("m"))).isEqualTo("{\"M\":{\"x\":{\"NS\":[\"1\",\"2\"]}}}");
        assertThat(first.path("dynamodb").has("OldImage")).isFalse();
        assertThat(records.get(1).path("dynamodb").path("OldImage").has("n")).isTrue();
        assertThat(records.get(2).path("dynamodb").has("NewImage")).isFalse();
    }

    @Test
    void what_the_filter_leaves_out_does_not_arrive() {
        put(stack, "unseen", "a", Map.of());
        put(stack, "seen-2", "c", Map.of());
        put(stack, "seen-2", "b", Map.of());

        patiently().until(() -> !ChangesHandler.of("seen-2").isEmpty());
        assertThat(ChangesHandler.of("unseen")).isEmpty();
        assertThat(ChangesHandler.of("seen-2")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"throw", "report"})
    void a_record_that_always_fails_is_given_up_and_holds_up_nothing_for_good(String fault) {
        String pk = "seen-" + fault;
        put(stack, pk + "-before", "a", Map.of());
        put(pk, "a", fault);
        put(stack, pk + "-after", "a", Map.of());

        patiently().until(() -> !lost().isEmpty());
        patiently().until(() -> !ChangesHandler.of(pk + "-after").isEmpty());
        assertThat(ChangesHandler.of(pk + "-before")).isNotEmpty();
        assertThat(ChangesHandler.of(pk))
                .as("the first try, two more, and those within larger batches")
                .hasSizeBetween(3, 8);
    }

    /** The queue's next message, taken. */
    private static List<Message> lost() {
        return stack.sqs()
                .receiveMessage(
                        request -> request.queueUrl(stack.queueUrl("LostQueue")).waitTimeSeconds(1))
                .messages();
    }

    @Test
    void what_was_written_before_a_restart_arrives_and_what_had_arrived_does_not_come_again(@TempDir Path data) {
        try (LocalStack first =
                StackOptions.of(TEMPLATE).withoutHttp().data(data).start()) {
            put(first, "seen-early", "a", Map.of());
            patiently().until(() -> ChangesHandler.of("seen-early").size() == 1);
        }
        try (LocalStack deaf = StackOptions.of(TEMPLATE)
                .withoutHttp()
                .withoutEventSources()
                .data(data)
                .start()) {
            put(deaf, "seen-late", "a", Map.of());
        }
        try (LocalStack again =
                StackOptions.of(TEMPLATE).withoutHttp().data(data).start()) {
            patiently().until(() -> ChangesHandler.of("seen-late").size() == 1);
            assertThat(again).isNotNull();
            assertThat(ChangesHandler.of("seen-early")).hasSize(1);
        }
    }

    @Test
    void a_table_that_was_made_without_a_stream_gets_one(@TempDir Path data) throws IOException {
        Path without = data.resolve("template.yaml");
        Files.writeString(
                without,
                Files.readString(TEMPLATE).replaceFirst("StreamSpecification: \\{.*}", "BillingMode: PAY_PER_REQUEST"));
        try (LocalStack before = StackOptions.of(without)
                .withoutHttp()
                .withoutEventSources()
                .data(data)
                .start()) {
            put(before, "seen-never", "a", Map.of());
        }
        try (LocalStack after =
                StackOptions.of(TEMPLATE).withoutHttp().data(data).start()) {
            put(after, "seen-since", "a", Map.of());
            patiently().until(() -> ChangesHandler.of("seen-since").size() == 1);
        }
        assertThat(ChangesHandler.of("seen-never")).isEmpty();
    }
}

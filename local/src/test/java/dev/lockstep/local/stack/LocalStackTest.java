package dev.lockstep.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.local.PlainError;
import dev.lockstep.local.handlers.ClockHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class LocalStackTest {
    private static final Path TEMPLATE = Path.of("src/test/resources/home/template.yaml");

    @TempDir
    private Path temporary;

    @Test
    void aRestartKeepsTheTableAndRecoversWhatWasUnderWay() {
        String key;
        try (LocalStack stack = onDisk(TEMPLATE).start()) {
            key = stack.adminKey().text();
            put(stack, "kept", Map.of());
            assertThat(recoveries()).isZero();
        }
        try (LocalStack stack = onDisk(TEMPLATE).start()) {
            assertThat(stack.adminKey().text()).isEqualTo(key);
            assertThat(keysIn(stack)).containsExactly("kept");
            assertThat(recoveries()).isEqualTo(1);
        }
    }

    @Test
    void aTableOfAnotherDefinitionIsRefused() throws Exception {
        onDisk(TEMPLATE).start().close();
        Path changed = temporary.resolve("changed.yaml");
        Files.writeString(changed, Files.readString(TEMPLATE).replace("by-shard", "by-other"));

        assertThatThrownBy(() -> onDisk(changed).start())
                .isInstanceOf(PlainError.class)
                .hasMessageContaining("was made from another definition")
                .hasMessageContaining("by-shard");
    }

    @Test
    void expiredItemsAreRemovedWhetherIndexedOrNot() {
        Instant now = Instant.ofEpochSecond(1_000_000);
        try (LocalStack stack = inMemory().start()) {
            for (int i = 0; i < 50; i++) {
                put(stack, "sparse-" + i, Map.of("expires_at", AttributeValue.fromN("999999")));
            }
            put(stack, "indexed", Map.of("expires_at", AttributeValue.fromN("1"), "shard", AttributeValue.fromS("s")));
            put(stack, "later", Map.of("expires_at", AttributeValue.fromN("1000001")));
            put(stack, "never", Map.of());

            new ExpirySweep(stack.dynamoDb(), stack.tableName("Table"), List.of("pk", "sk"), "expires_at").sweep(now);

            assertThat(keysIn(stack)).containsExactlyInAnyOrder("later", "never");
        }
    }

    @Test
    void whatTheOptionsPutBeforeDynamoDbIsWhatTheFunctionsSee() {
        AtomicInteger wrapped = new AtomicInteger();
        StackOptions options = inMemory().wrapDynamoDb(client -> {
            wrapped.incrementAndGet();
            return client;
        });
        options.start().close();

        assertThat(wrapped).hasValue(1);
    }

    @Test
    void endpointsElsewhereAreUsedInsteadOfEmbeddedOnes() {
        try (LocalStack server = inMemory().start()) {
            String queues = server.queueUrl("WorkQueue").replaceFirst("(http://[^/]+)/.*", "$1");
            StackOptions options = inMemory().variables(Map.of("AWS_ENDPOINT_URL_SQS", queues));
            try (LocalStack client = options.start()) {
                assertThat(client.queueUrl("WorkQueue")).isEqualTo(server.queueUrl("WorkQueue"));
            }
        }
    }

    @Test
    void aTemplateThatIsMissingIsOneClearLine() {
        assertThatThrownBy(() -> StackOptions.of(temporary.resolve("none.yaml")).start())
                .isInstanceOf(PlainError.class)
                .hasMessageContaining("cannot be read");
    }

    private StackOptions onDisk(Path template) {
        return StackOptions.of(template).withoutHttp().withoutEventSources().data(temporary.resolve("data"));
    }

    private static StackOptions inMemory() {
        return StackOptions.of(TEMPLATE).withoutHttp().withoutEventSources();
    }

    private static long recoveries() {
        return ClockHandler.TICKS.stream()
                .filter(event -> event.path("detail-type").asString("").equals("Recover"))
                .count();
    }

    private static void put(LocalStack stack, String pk, Map<String, AttributeValue> more) {
        Map<String, AttributeValue> item = new HashMap<>(more);
        item.put("pk", AttributeValue.fromS(pk));
        item.put("sk", AttributeValue.fromS("-"));
        stack.dynamoDb()
                .putItem(request -> request.tableName(stack.tableName("Table")).item(item));
    }

    private static List<String> keysIn(LocalStack stack) {
        return stack.dynamoDb().scanPaginator(request -> request.tableName(stack.tableName("Table"))).items().stream()
                .map(item -> item.getOrDefault("pk", AttributeValue.fromS("")).s())
                .toList();
    }
}

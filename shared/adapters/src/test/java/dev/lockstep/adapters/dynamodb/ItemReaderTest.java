package dev.lockstep.adapters.dynamodb;

import static dev.lockstep.engine.ports.Samples.NOW;
import static dev.lockstep.engine.ports.Samples.claim;
import static dev.lockstep.engine.ports.Samples.execution;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.ports.memory.SequentialIds;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/** A batch read that DynamoDB answers in part, as it does under load. */
class ItemReaderTest {
    private static final List<StageRunKey> NAMED = List.of(StageRunKey.first("a"), StageRunKey.first("b"));

    private final String table = TestTable.create(EmbeddedDynamoDb.CLIENT);
    private final ExecutionId id = new SequentialIds().execution();
    private final AtomicInteger requests = new AtomicInteger();

    @BeforeEach
    void record() {
        new DynamoExecutionStore(EmbeddedDynamoDb.CLIENT, table, Duration.ofDays(1)).create(execution(id), NOW);
        NAMED.forEach(key -> new DynamoStageRunStore(EmbeddedDynamoDb.CLIENT, table).write(id, claim(key.stage(), 1)));
    }

    /** Answers each request with at most so many items, and leaves the rest unprocessed. */
    private DynamoDbClient answering(int most) {
        return WrappedClient.of(EmbeddedDynamoDb.CLIENT, (operation, request, forward) -> {
            requests.incrementAndGet();
            KeysAndAttributes wanted = Objects.requireNonNull(
                    ((BatchGetItemRequest) request).requestItems().get(table));
            List<Map<String, AttributeValue>> keys = wanted.keys();
            int now = Math.min(most, keys.size());
            BatchGetItemResponse.Builder response = now == 0
                    ? BatchGetItemResponse.builder().responses(Map.of())
                    : ((BatchGetItemResponse) forward.send(BatchGetItemRequest.builder()
                                    .requestItems(Map.of(
                                            table,
                                            wanted.toBuilder()
                                                    .keys(keys.subList(0, now))
                                                    .build()))
                                    .build()))
                            .toBuilder();
            return now == keys.size()
                    ? response.build()
                    : response.unprocessedKeys(Map.of(
                                    table,
                                    wanted.toBuilder()
                                            .keys(keys.subList(now, keys.size()))
                                            .build()))
                            .build();
        });
    }

    @Test
    void what_was_left_out_is_asked_for_again() {
        Recorded read =
                new DynamoStageRunStore(answering(1), table).read(id, NAMED).orElseThrow();

        assertThat(read).isEqualTo(Recorded.of(execution(id), List.of(claim("a", 1), claim("b", 1))));
        assertThat(requests).hasValue(3);
    }

    @Test
    void a_table_that_answers_nothing_is_not_asked_for_ever() {
        DynamoStageRunStore runs = new DynamoStageRunStore(answering(0), table);

        assertThatThrownBy(() -> runs.read(id, NAMED)).isInstanceOf(IllegalStateException.class);
        assertThat(requests).hasValueLessThan(10);
    }
}

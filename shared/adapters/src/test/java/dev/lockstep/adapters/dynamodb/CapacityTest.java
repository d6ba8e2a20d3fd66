package dev.lockstep.adapters.dynamodb;

import static dev.lockstep.engine.ports.Samples.LATER;
import static dev.lockstep.engine.ports.Samples.NOW;
import static dev.lockstep.engine.ports.Samples.completed;
import static dev.lockstep.engine.ports.Samples.execution;
import static dev.lockstep.engine.ports.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.ports.Samples;
import dev.lockstep.engine.ports.memory.SequentialIds;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** What the step protocol may cost, in capacity units, indexes included. */
class CapacityTest {
    private final DoubleAdder consumed = new DoubleAdder();
    private final DynamoDbClient client = WrappedClient.of(EmbeddedDynamoDb.CLIENT, this::measured);
    private final String table = TestTable.create(EmbeddedDynamoDb.CLIENT);
    private final DynamoExecutionStore executions = new DynamoExecutionStore(client, table, Duration.ofDays(30));
    private final DynamoStageRunStore runs = new DynamoStageRunStore(client, table);
    private final DynamoWakes wakes = new DynamoWakes(client, table);
    private final ExecutionId id = new SequentialIds().execution();

    private Object measured(String operation, Object request, WrappedClient.Forward forward) throws Throwable {
        Object response = forward.send(
                switch (request) {
                    case PutItemRequest put ->
                        put.toBuilder()
                                .returnConsumedCapacity(ReturnConsumedCapacity.INDEXES)
                                .build();
                    case UpdateItemRequest update ->
                        update.toBuilder()
                                .returnConsumedCapacity(ReturnConsumedCapacity.INDEXES)
                                .build();
                    case BatchGetItemRequest get ->
                        get.toBuilder()
                                .returnConsumedCapacity(ReturnConsumedCapacity.INDEXES)
                                .build();
                    default -> throw new IllegalArgumentException("not measured: " + operation);
                });
        List<ConsumedCapacity> capacity = switch (response) {
            case PutItemResponse put -> List.of(put.consumedCapacity());
            case UpdateItemResponse update -> List.of(update.consumedCapacity());
            case BatchGetItemResponse get -> get.consumedCapacity();
            default -> throw new IllegalArgumentException("not measured: " + operation);
        };
        capacity.forEach(part -> consumed.add(part.capacityUnits()));
        return response;
    }

    @BeforeEach
    void create() {
        executions.create(execution(id), NOW);
    }

    private double costOf(Runnable action) {
        consumed.reset();
        action.run();
        return consumed.sum();
    }

    @Test
    void an_execution_costs_7_write_units_from_start_to_end() {
        double create = consumed.sum();
        double end = costOf(() -> executions.end(id, new ExecutionState.Completed(LATER)));

        assertThat(create).isEqualTo(4);
        assertThat(end).isEqualTo(3);
    }

    @Test
    void a_failed_end_costs_no_more() {
        Failure failure = new Failure("InvalidInput", "it is no text");

        assertThat(costOf(() -> executions.end(id, new ExecutionState.Failed(LATER, "a", failure))))
                .isEqualTo(3);
    }

    @Test
    void a_stage_of_a_chain_costs_1_write_unit_and_2_read_units() {
        double write = costOf(() -> runs.write(id, completed("a", 1, text("x".repeat(700)))));
        double read = costOf(() -> runs.read(id, List.of(StageRunKey.first("a"))));

        assertThat(write).isEqualTo(1);
        assertThat(read).isEqualTo(2);
    }

    @Test
    void a_claim_costs_1_write_unit() {
        assertThat(costOf(() -> runs.write(id, Samples.claim("a", 1)))).isEqualTo(1);
        assertThat(costOf(() -> runs.write(id, completed("a", 2, text("x"))))).isEqualTo(1);
    }

    @Test
    void an_arrival_costs_1_write_unit_even_as_the_hundredth() {
        double hundred = costOf(() ->
                IntStream.range(0, 100).forEach(branch -> runs.arrive(id, StageRunKey.first("join:stage"), branch)));

        assertThat(hundred).isEqualTo(100);
    }

    @Test
    void a_wake_is_moved_for_3_write_units() {
        assertThat(costOf(() -> wakes.bringForward(id, NOW.minusSeconds(1)))).isEqualTo(3);
    }
}

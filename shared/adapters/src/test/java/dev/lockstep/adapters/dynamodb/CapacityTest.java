package dev.lockstep.adapters.dynamodb;

import static dev.lockstep.engine.ports.Samples.LATER;
import static dev.lockstep.engine.ports.Samples.NOW;
import static dev.lockstep.engine.ports.Samples.completed;
import static dev.lockstep.engine.ports.Samples.execution;
import static dev.lockstep.engine.ports.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.Actor;
import dev.lockstep.engine.execution.Control;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.Iteration;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.ports.Samples;
import dev.lockstep.engine.ports.memory.SequentialIds;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import tools.jackson.databind.JsonNode;

/** What the step protocol may cost, in capacity units, indexes included. */
class CapacityTest {
    private static final StageRunKey JOIN = StageRunKey.first("join:stage");

    private final DoubleAdder consumed = new DoubleAdder();
    private final AtomicInteger queries = new AtomicInteger();
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
                    case QueryRequest query ->
                        query.toBuilder()
                                .returnConsumedCapacity(ReturnConsumedCapacity.INDEXES)
                                .build();
                    default -> throw new IllegalArgumentException("not measured: " + operation);
                });
        List<ConsumedCapacity> capacity = switch (response) {
            case PutItemResponse put -> List.of(put.consumedCapacity());
            case UpdateItemResponse update -> List.of(update.consumedCapacity());
            case BatchGetItemResponse get -> get.consumedCapacity();
            case QueryResponse query -> {
                queries.incrementAndGet();
                yield List.of(query.consumedCapacity());
            }
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
        double hundred = costOf(() -> IntStream.range(0, 100).forEach(branch -> arrive(JOIN, branch)));

        assertThat(hundred).isEqualTo(100);
    }

    private void arrive(StageRunKey join, int branch) {
        Set<Integer> alive = branch % 2 == 0 ? Set.of(branch) : Set.of();
        Set<Integer> dead = branch % 2 == 0 ? Set.of() : Set.of(branch);
        runs.arrive(id, join, alive, dead);
    }

    @Test
    void an_arrival_of_many_at_once_costs_1_write_unit() {
        Set<Integer> even = IntStream.range(0, 50).mapToObj(i -> 2 * i).collect(Collectors.toSet());
        Set<Integer> odd = IntStream.range(0, 50).mapToObj(i -> 2 * i + 1).collect(Collectors.toSet());

        assertThat(costOf(() -> runs.arrive(id, JOIN, even, odd))).isEqualTo(1);
    }

    @Test
    void an_arrival_where_so_many_are_expected_costs_1_write_unit() {
        StageRunKey gather = new StageRunKey("gather:" + "s".repeat(64), Iteration.of(20, 9_999, 9_999, 99));
        StageRunState expecting = new StageRunState.Gathering(Set.of(), Set.of(), OptionalInt.of(100));

        assertThat(costOf(() -> runs.write(id, new StageRun(gather, 1, expecting))))
                .isEqualTo(1);
        assertThat(costOf(() -> IntStream.range(0, 100).forEach(branch -> arrive(gather, branch))))
                .isEqualTo(100);
    }

    @Test
    void a_list_is_laid_out_for_1_write_unit_a_part_of_it_where_its_elements_are_small() {
        List<JsonNode> items = IntStream.range(0, Stage.Items.PART)
                .mapToObj(i -> text("order " + i))
                .toList();
        double parts = costOf(() -> IntStream.range(0, 40)
                .forEach(part -> runs.write(
                        id,
                        new StageRun(
                                StageRunKey.first("items:stage").at(part * Stage.Items.PART),
                                1,
                                new StageRunState.Elements(items, 1_000)))));
        double whole = costOf(() ->
                runs.write(id, new StageRun(StageRunKey.first("stage"), 1, new StageRunState.Mapping(NOW, 1_000))));

        assertThat(parts).isEqualTo(40);
        assertThat(whole).isEqualTo(1);
    }

    @Test
    void elements_cost_one_query_and_as_many_read_units_as_they_are_large() {
        IntStream.range(0, 100)
                .forEach(i -> runs.write(
                        id,
                        new StageRun(
                                StageRunKey.first("stage").at(i),
                                1,
                                completed("stage", 1, text("x".repeat(500))).state())));

        double read = costOf(() -> runs.elements(id, StageRunKey.first("stage"), Long.MAX_VALUE));

        assertThat(read).isLessThanOrEqualTo(100 * 750 / 4096 + 1);
        assertThat(queries).hasValue(1);
    }

    @Test
    void what_waits_costs_1_write_unit() {
        Stream<StageRunState> waiting = Stream.of(
                new StageRunState.Awaiting(NOW, Optional.of(LATER), text("x".repeat(600))),
                new StageRunState.Offered(1, NOW, text("x".repeat(600))),
                new StageRunState.Delegated(1, NOW, Samples.VERSION, id, text("x".repeat(600))),
                new StageRunState.Looping(NOW, 7, text("x".repeat(600)), Json.object()));

        assertThat(waiting.mapToDouble(state -> costOf(() -> runs.write(
                        id, new StageRun(StageRunKey.first(state.toString().substring(0, 7)), 1, state)))))
                .containsOnly(1.0);
    }

    @Test
    void a_completed_run_has_no_attribute_for_what_there_is_nothing_to_tell_of() {
        Map<String, AttributeValue> item = StageRunItem.write(id, completed("a", 1, text("x")));

        assertThat(item).containsOnlyKeys("pk", "sk", "revision", "state", "attempt", "started", "ended", "output");
    }

    @Test
    void an_execution_that_goes_on_costs_6_write_units_from_its_end_to_its_next() {
        executions.end(id, new ExecutionState.TimedOut(LATER));
        Control control = new Control(LATER, Control.Kind.RETRY, new Actor("key-1", Optional.empty()));

        double reopened = costOf(() -> executions.change(
                id,
                Set.of(ExecutionState.Name.TIMED_OUT),
                new ExecutionState.Live(),
                Optional.of(LATER),
                new Execution.Past(List.of(control), List.of())));
        double end = costOf(() -> executions.end(id, new ExecutionState.Completed(LATER)));

        assertThat(reopened).isEqualTo(3);
        assertThat(end).isEqualTo(3);
    }

    @Test
    void a_wake_is_moved_for_3_write_units() {
        assertThat(costOf(() -> wakes.bringForward(id, NOW.minusSeconds(1)))).isEqualTo(3);
    }
}

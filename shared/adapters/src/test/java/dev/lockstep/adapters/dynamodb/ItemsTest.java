package dev.lockstep.adapters.dynamodb;

import static dev.lockstep.engine.ports.Samples.LATER;
import static dev.lockstep.engine.ports.Samples.NOW;
import static dev.lockstep.engine.ports.Samples.execution;
import static dev.lockstep.engine.ports.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.execution.Actor;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.ExecutionState.Name;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.PastAttempt;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.StageRunState.Note;
import dev.lockstep.engine.ports.Samples;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What is in the items, where that is not all the same. */
class ItemsTest {
    private static final Failure FAILURE = new Failure("TimedOut", "");
    private static final ExecutionId ID = new ExecutionId("ex-1");

    private final String table = TestTable.create(EmbeddedDynamoDb.CLIENT);
    private final DynamoExecutionStore executions =
            new DynamoExecutionStore(EmbeddedDynamoDb.CLIENT, table, DynamoContracts.RETENTION);
    private final DynamoStageRunStore runs = new DynamoStageRunStore(EmbeddedDynamoDb.CLIENT, table);

    private Map<String, AttributeValue> executionItem() {
        return new ItemReader(EmbeddedDynamoDb.CLIENT, table).one(Keys.execution(ID));
    }

    @Test
    void an_execution_that_goes_on_has_nothing_left_of_its_end_and_does_not_expire() {
        executions.create(execution(ID), NOW);
        Set<String> live = Set.copyOf(executionItem().keySet());

        executions.end(ID, new ExecutionState.Failed(LATER, "a", FAILURE));
        assertThat(executionItem()).containsKeys("completed_at", "expires_at").doesNotContainKey("wake_at");
        executions.change(ID, Set.of(Name.FAILED), new ExecutionState.Live(), Optional.of(LATER));

        assertThat(executionItem()).containsOnlyKeys(live);
    }

    @Test
    void one_that_is_undone_has_not_completed_and_does_not_expire() {
        executions.create(execution(ID), NOW);

        executions.change(
                ID,
                Set.of(Name.LIVE),
                new ExecutionState.Compensating(LATER, new ExecutionState.Failed(NOW, "a", FAILURE)),
                Optional.of(LATER));

        assertThat(executionItem())
                .doesNotContainKeys("completed_at", "expires_at")
                .containsKey("wake_at");
    }

    private static Stream<StageRunState> withData() {
        Note set = new Note.Set(Json.object().put("a", 1));
        Actor actor = new Actor("key-1", Optional.of("why"));
        return Stream.of(
                new StageRunState.Running(2, NOW, LATER, Optional.of(text("x")), Optional.of("worker-7")),
                new StageRunState.Waiting(NOW, LATER, Optional.of(text("x"))),
                new StageRunState.Retrying(2, NOW, LATER, LATER, FAILURE),
                new StageRunState.Awaiting(NOW, Optional.of(LATER), text("x")),
                new StageRunState.Offered(3, NOW, text("x")),
                new StageRunState.Delegated(2, NOW, Samples.VERSION, ID, text("x")),
                new StageRunState.Mapping(NOW, 7),
                new StageRunState.Looping(NOW, 12, text("x"), Json.object().put("a", 1)),
                new StageRunState.Gathering(Set.of(1), Set.of(0, 2), OptionalInt.of(3)),
                new StageRunState.Elements(List.of(text("x")), 7),
                completed(new Note.None()),
                completed(new Note.Took(List.of("a"))),
                completed(set),
                completed(new Note.Started(ID)),
                completed(new Note.By(actor)),
                new StageRunState.Failed(1, NOW, LATER, Optional.of(text("x")), FAILURE),
                new StageRunState.Failed(1, NOW, LATER, Optional.of(text("x")), FAILURE, Optional.of(text("x"))),
                new StageRunState.Failed(1, NOW, LATER, Optional.empty(), FAILURE)
                        .by(new StageRunState.Child(Samples.VERSION, ID)),
                new StageRunState.Skipped(NOW, text("x"), Optional.of(actor), Optional.of(text("x"))),
                new StageRunState.SkipAhead(NOW, Optional.of(text("x")), Optional.of(text("x")), actor),
                new StageRunState.Canceled(LATER));
    }

    private static StageRunState completed(Note note) {
        return new StageRunState.Completed(1, NOW, LATER, Optional.of(text("x")), text("x"), note);
    }

    @Test
    void what_is_read_without_its_data_is_what_it_is_with_its_data_taken_away() {
        StageRunKey all = StageRunKey.first("s");
        List<StageRunState> states = withData().toList();
        List<StageRun> written = IntStream.range(0, states.size())
                .mapToObj(i ->
                        new StageRun(all.at(i), 1, states.get(i), List.of(new PastAttempt(1, NOW, LATER, FAILURE))))
                .toList();
        written.forEach(run -> runs.write(ID, run));

        assertThat(runs.elements(ID, all, Long.MAX_VALUE)).isEqualTo(written);
        assertThat(runs.elements(ID, all, 0))
                .isEqualTo(written.stream().map(StageRun::withoutData).toList());
    }
}

package dev.lockstep.engine.live;

import static dev.lockstep.engine.ports.Samples.LATER;
import static dev.lockstep.engine.ports.Samples.NOW;
import static dev.lockstep.engine.ports.Samples.VERSION;
import static dev.lockstep.engine.ports.Samples.WORKSPACE;
import static dev.lockstep.engine.ports.Samples.completed;
import static dev.lockstep.engine.ports.Samples.execution;
import static dev.lockstep.engine.ports.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.ports.LiveSender;
import dev.lockstep.engine.ports.Samples;
import dev.lockstep.engine.ports.memory.InMemoryConnections;
import dev.lockstep.engine.ports.memory.InMemoryExecutionStore;
import dev.lockstep.engine.ports.memory.InMemoryStageRunStore;
import dev.lockstep.engine.ports.memory.InMemoryTable;
import dev.lockstep.engine.ports.memory.InMemoryWorkflowStore;
import dev.lockstep.engine.progress.Audience;
import dev.lockstep.engine.progress.Change;
import dev.lockstep.engine.progress.Changes;
import dev.lockstep.engine.progress.Position;
import dev.lockstep.engine.usecases.Plans;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PushUpdatesTest {
    private static final ExecutionId ID = new ExecutionId("ex-00000000000000000000000001");

    private final InMemoryTable table = new InMemoryTable();
    private final InMemoryExecutionStore executions = new InMemoryExecutionStore(table);
    private final InMemoryConnections connections = new InMemoryConnections();
    private final List<JsonNode> sent = new ArrayList<>();
    private final Set<String> gone = new HashSet<>();
    private final Execution execution = execution(ID);

    private final LiveSender sender = (ids, message) -> {
        ids.forEach(id -> sent.add(Json.read(message)));
        return ids.stream().filter(gone::contains).toList();
    };

    private final PushUpdates push = push();

    private PushUpdates push() {
        InMemoryWorkflowStore workflows = new InMemoryWorkflowStore();
        workflows.add(Samples.version(VERSION, "test"));
        LiveBody body = (version, recorded) ->
                Json.object().put("status", recorded.execution().state().name().name());
        return new PushUpdates(connections, executions, new LiveUpdates(new Plans(workflows), body), sender);
    }

    private Connection follower(Subject subject) {
        Connection connection = new Connection("c" + subject, WORKSPACE, LATER);
        connections.add(connection);
        connections.follow(connection, subject);
        connections.begin(connection, subject, 0);
        return connection;
    }

    private void follow(Changes changes) {
        push.follow(changes, changes.isNew() ? connections.ofNew(VERSION) : connections.of(ID));
    }

    private static Changes changes(boolean isNew, Change... changes) {
        return new Changes(ID, isNew, false, () -> List.of(changes));
    }

    private Change first() {
        return new Change.OfExecution(Position.parse("1"), Optional.empty(), execution);
    }

    private Change done(String stage) {
        StageRun run = completed(stage, 1, text("x"));
        new InMemoryStageRunStore(table).write(ID, run);
        return new Change.OfStage(Position.parse("2"), Optional.empty(), run);
    }

    @Test
    void many_changes_are_told_at_once_with_the_revision_of_all() {
        executions.create(execution, NOW);
        follower(new Subject.OfExecution(ID));

        follow(changes(false, done("a"), done("b"), done("c")));

        assertThat(sent).singleElement().satisfies(message -> {
            assertThat(message.path("type").asString()).isEqualTo("execution.updated");
            assertThat(message.path("sequence").asLong()).isEqualTo(4);
            assertThat(message.path("executionId").asString()).isEqualTo(ID.value());
        });
    }

    @Test
    void where_nobody_follows_nothing_is_read() {
        push.follow(
                new Changes(ID, false, false, () -> {
                    throw new AssertionError("nobody wants to know");
                }),
                connections.of(ID));

        assertThat(sent).isEmpty();
    }

    @Test
    void a_wake_that_was_moved_is_not_told() {
        executions.create(execution, NOW);
        follower(new Subject.OfExecution(ID));

        follow(changes(
                false,
                new Change.OfExecution(
                        Position.parse("2"), Optional.of(execution), execution.in(new ExecutionState.Live()))));

        assertThat(sent).isEmpty();
    }

    @Test
    void who_follows_the_workflow_hears_of_a_new_execution_from_its_first_record_to_its_end() {
        executions.create(execution, NOW);
        follower(new Subject.OfWorkflow(new WorkflowId(VERSION.workflow().value())));

        follow(changes(true, first()));
        Execution ended = execution.in(new ExecutionState.Completed(LATER));
        executions.end(ID, new ExecutionState.Completed(LATER));
        follow(changes(false, new Change.OfExecution(Position.parse("3"), Optional.of(execution), ended)));

        assertThat(sent)
                .extracting(message -> message.path("status").asString())
                .containsExactly("LIVE", "COMPLETED");
        assertThat(sent)
                .extracting(message -> message.path("sequence").asLong())
                .isSorted();
    }

    @Test
    void what_a_follower_knows_is_not_sent_to_it() {
        executions.create(execution, NOW);
        Subject subject = new Subject.OfExecution(ID);
        Connection connection = follower(subject);
        connections.begin(connection, subject, 2);
        Change first = done("a");
        follow(changes(false, first));
        assertThat(sent).as("it was told of it when it began").isEmpty();

        Change second = done("b");
        Change third = done("c");
        follow(changes(false, second));
        follow(changes(false, third));

        assertThat(sent)
                .as("what was read ahead is not told again")
                .extracting(message -> message.path("sequence").asLong())
                .containsExactly(4L);
    }

    @Test
    void who_is_still_being_told_is_passed_over_and_hears_of_it_before_it_begins() {
        executions.create(execution, NOW);
        Subject subject = new Subject.OfExecution(ID);
        Connection connection = new Connection("c", WORKSPACE, LATER);
        connections.add(connection);
        connections.follow(connection, subject);

        follow(changes(false, done("a")));

        assertThat(sent).isEmpty();
        assertThat(connections.begin(connection, subject, 1)).isFalse();
    }

    @Test
    void who_has_begun_while_it_was_about_to_be_passed_over_is_told() {
        executions.create(execution, NOW);
        Subject subject = new Subject.OfExecution(ID);
        Connection connection = new Connection("c", WORKSPACE, LATER);
        connections.add(connection);
        connections.follow(connection, subject);
        Audience asItWas = connections.of(ID);
        connections.begin(connection, subject, 1);

        push.follow(changes(false, done("a")), asItWas);

        assertThat(sent).hasSize(1);
    }

    @Test
    void a_connection_that_is_gone_is_forgotten() {
        executions.create(execution, NOW);
        Connection connection = follower(new Subject.OfExecution(ID));
        gone.add(connection.id());

        follow(changes(false, done("a")));

        assertThat(connections.find(connection.id())).isEmpty();
        assertThat(connections.of(ID).isEmpty()).isTrue();
    }
}

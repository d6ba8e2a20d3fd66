package dev.lockstep.engine.ports;

import static dev.lockstep.engine.ports.Samples.OTHER_WORKFLOW;
import static dev.lockstep.engine.ports.Samples.OTHER_WORKSPACE;
import static dev.lockstep.engine.ports.Samples.VERSION;
import static dev.lockstep.engine.ports.Samples.WORKFLOW;
import static dev.lockstep.engine.ports.Samples.WORKSPACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.live.Connection;
import dev.lockstep.engine.live.Follower;
import dev.lockstep.engine.live.Subject;
import dev.lockstep.engine.ports.memory.SequentialIds;
import dev.lockstep.engine.progress.Audience;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What every store of connections must do, together with what tells who follows an execution. */
public abstract class ConnectionStoreContract {
    private static final Instant EXPIRY = Instant.parse("2026-03-01T14:10:00Z");
    private static final Subject WORKFLOW_S = new Subject.OfWorkflow(WORKFLOW);

    private final Ids ids = new SequentialIds();

    protected abstract ConnectionStore connections();

    protected abstract Audiences audiences();

    private Connection connected() {
        Connection connection = new Connection("c" + ids.ulid() + "=", WORKSPACE, EXPIRY);
        connections().add(connection);
        return connection;
    }

    private List<String> followers(ExecutionId execution) {
        return told(audiences().of(execution));
    }

    private List<String> followersOfNew() {
        return told(audiences().ofNew(VERSION));
    }

    /** Who is told, and not about to be. */
    private static List<String> told(Audience audience) {
        return audience.followers().stream()
                .filter(follower -> follower.told().isPresent())
                .map(Follower::connection)
                .toList();
    }

    @Test
    void a_connection_is_found_until_it_is_removed() {
        Connection connection = connected();

        assertThat(connections().find(connection.id())).contains(connection);
        connections().remove(connection.id(), WORKSPACE);
        assertThat(connections().find(connection.id())).isEmpty();
        assertThat(connections().find("a#b")).isEmpty();
    }

    @Test
    void who_follows_an_execution_is_told_once_it_is_begun() {
        Connection one = connected();
        Connection two = connected();
        ExecutionId execution = ids.execution();
        Subject subject = new Subject.OfExecution(execution);

        connections().follow(one, subject);
        connections().follow(two, subject);
        assertThat(followers(execution)).isEmpty();

        connections().begin(one, subject, 7);
        connections().begin(two, subject, 7);
        assertThat(followers(execution)).containsExactlyInAnyOrder(one.id(), two.id());
        assertThat(followers(ids.execution())).isEmpty();
    }

    @Test
    void how_far_a_connection_was_told_is_known_once_it_has_begun() {
        Connection connection = connected();
        ExecutionId execution = ids.execution();
        connections().follow(connection, new Subject.OfExecution(execution));
        assertThat(audiences().of(execution).followers())
                .containsExactly(new Follower(connection.id(), OptionalLong.empty()));

        assertThat(connections().begin(connection, new Subject.OfExecution(execution), 7))
                .isTrue();

        assertThat(audiences().of(execution).followers())
                .containsExactly(new Follower(connection.id(), OptionalLong.of(7)));
    }

    @Test
    void who_was_passed_over_before_it_began_begins_only_after_it_has_heard_of_that() {
        Connection connection = connected();
        ExecutionId execution = ids.execution();
        Subject subject = new Subject.OfExecution(execution);
        connections().follow(connection, subject);

        assertThat(connections().passOver(connection.id(), execution)).isEmpty();
        assertThat(connections().begin(connection, subject, 7)).isFalse();
        assertThat(followers(execution)).isEmpty();

        assertThat(connections().begin(connection, subject, 8)).isTrue();
        assertThat(followers(execution)).containsExactly(connection.id());
    }

    @Test
    void who_has_begun_is_passed_over_no_more() {
        Connection connection = connected();
        ExecutionId execution = ids.execution();
        Subject subject = new Subject.OfExecution(execution);
        connections().follow(connection, subject);
        connections().begin(connection, subject, 7);

        assertThat(connections().passOver(connection.id(), execution))
                .contains(new Follower(connection.id(), OptionalLong.of(7)));
        connections().leave(connection, subject);
        assertThat(connections().passOver(connection.id(), execution)).isEmpty();
        assertThat(audiences().of(execution).followers()).isEmpty();
    }

    @Test
    void who_follows_a_workflow_is_told_of_its_new_executions_and_of_no_others() {
        Connection connection = connected();
        connections().follow(connection, WORKFLOW_S);
        connections().begin(connection, WORKFLOW_S, 7);

        assertThat(followersOfNew()).contains(connection.id());
        assertThat(told(audiences().ofNew(new WorkflowRef(WORKSPACE, OTHER_WORKFLOW, 1))))
                .doesNotContain(connection.id());
        assertThat(told(audiences().ofNew(new WorkflowRef(OTHER_WORKSPACE, WORKFLOW, 1))))
                .doesNotContain(connection.id());

        connections().leave(connection, WORKFLOW_S);
        assertThat(followersOfNew()).doesNotContain(connection.id());
    }

    @Test
    void what_is_left_is_not_begun_again_by_who_comes_late() {
        Connection connection = connected();
        ExecutionId execution = ids.execution();
        Subject subject = new Subject.OfExecution(execution);
        connections().follow(connection, subject);
        connections().leave(connection, subject);

        connections().begin(connection, subject, 7);

        assertThat(followers(execution)).isEmpty();
        assertThat(connections().subjects(connection.id(), 10)).isEmpty();
    }

    @Test
    void all_that_a_connection_follows_is_forgotten_with_it() {
        Connection connection = connected();
        ExecutionId execution = ids.execution();
        Subject subject = new Subject.OfExecution(execution);
        List.of(subject, WORKFLOW_S).forEach(each -> {
            connections().follow(connection, each);
            connections().begin(connection, each, 7);
        });
        assertThat(connections().subjects(connection.id(), 10)).containsExactlyInAnyOrder(subject, WORKFLOW_S);
        assertThat(connections().subjects(connection.id(), 1)).hasSize(1);

        connections().remove(connection.id(), WORKSPACE);

        assertThat(connections().subjects(connection.id(), 10)).isEmpty();
        assertThat(followers(execution)).isEmpty();
        assertThat(followersOfNew()).doesNotContain(connection.id());
    }

    @Test
    void those_who_follow_a_workflow_come_to_follow_an_execution_of_it_but_none_that_is_gone() {
        Connection connection = connected();
        ExecutionId execution = ids.execution();

        connections().followToo(List.of(connection.id(), "c-gone"), WORKSPACE, execution);
        connections().followToo(List.of(connection.id()), WORKSPACE, execution);

        assertThat(followers(execution)).containsExactly(connection.id());
        connections().remove(connection.id(), WORKSPACE);
        assertThat(followers(execution)).isEmpty();
    }

    @Test
    void who_follows_an_execution_already_does_not_come_to_it_anew_by_its_workflow() {
        Connection connection = connected();
        ExecutionId execution = ids.execution();
        connections().follow(connection, new Subject.OfExecution(execution));

        connections().followToo(List.of(connection.id()), WORKSPACE, execution);

        assertThat(followers(execution)).isEmpty();
    }
}

package dev.lockstep.engine.ports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Iteration;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.ports.WorkerInbox.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the queues of tasks must do; each test has queues of its own. */
public abstract class WorkerInboxContract {
    protected static final TaskType MAIL = new TaskType(Samples.WORKSPACE, "send mail: grüße #1");
    protected static final TaskType OTHER = new TaskType(Samples.WORKSPACE, "other");
    protected static final TaskType ELSEWHERE = new TaskType(Samples.OTHER_WORKSPACE, MAIL.name());

    protected abstract WorkerTasks tasks();

    protected abstract WorkerInbox inbox();

    /** The next so many tasks of a type; waits for them. */
    protected abstract List<Delivery> received(TaskType type, int count);

    /** The queues' time. */
    protected abstract Instant now();

    protected static Step step(int number) {
        return step(number, Samples.VERSION);
    }

    private static Step step(int number, WorkflowRef workflow) {
        return new Step(
                workflow, new ExecutionId("ex-" + number), new StageRunKey("mail-ü#1", Iteration.of(0, number)));
    }

    protected final List<Step> receivedSteps(TaskType type, int count) {
        return received(type, count).stream().map(Delivery::step).toList();
    }

    private List<Delivery> receivedNow(TaskType type) {
        return inbox().receive(type, 10, Duration.ZERO);
    }

    @Test
    void a_task_is_received_as_it_was_offered_by_those_who_ask_for_its_type() {
        tasks().offer(MAIL.name(), step(1));
        tasks().offer(OTHER.name(), step(2));

        assertThat(receivedSteps(MAIL, 1)).containsExactly(step(1));
        assertThat(receivedSteps(OTHER, 1)).containsExactly(step(2));
        assertThat(receivedNow(MAIL)).isEmpty();
    }

    @Test
    void the_tasks_of_a_domain_are_received_by_those_alone_who_ask_for_it() {
        TaskType domain = new TaskType(MAIL.workspace(), MAIL.name(), Optional.of("grüße"));
        tasks().offer(MAIL.name(), domain.domain(), step(1));
        tasks().offer(MAIL.name(), step(2));

        assertThat(receivedSteps(MAIL, 1)).containsExactly(step(2));
        assertThat(receivedSteps(domain, 1)).containsExactly(step(1));
        assertThat(receivedNow(new TaskType(MAIL.workspace(), MAIL.name(), Optional.of("other"))))
                .isEmpty();
    }

    @Test
    void no_workspace_receives_the_tasks_of_another() {
        Step elsewhere = step(2, new WorkflowRef(Samples.OTHER_WORKSPACE, Samples.WORKFLOW, 1));
        tasks().offer(MAIL.name(), step(1));
        tasks().offer(MAIL.name(), elsewhere);

        assertThat(receivedSteps(ELSEWHERE, 1)).containsExactly(elsewhere);
        assertThat(receivedSteps(MAIL, 1)).containsExactly(step(1));
    }

    @Test
    void where_there_was_no_task_none_is_received() {
        assertThat(receivedNow(MAIL)).isEmpty();
        assertThat(inbox().extend(OTHER, "receipt", Duration.ofSeconds(60))).isFalse();
        inbox().delete(OTHER, "receipt");
    }

    @Test
    void no_more_are_received_than_are_asked_for() {
        IntStream.range(0, 3).forEach(i -> tasks().offer(MAIL.name(), step(i)));

        assertThat(inbox().receive(MAIL, 1, Duration.ZERO)).hasSize(1);
    }

    @Test
    void tasks_offered_side_by_side_all_come() {
        List<Step> offered =
                IntStream.range(0, 16).mapToObj(WorkerInboxContract::step).toList();

        offered.parallelStream().forEach(step -> tasks().offer(MAIL.name(), step));

        assertThat(receivedSteps(MAIL, 16)).containsExactlyInAnyOrderElementsOf(offered);
    }

    @Test
    void a_task_comes_again_when_its_time_is_over_and_not_before_and_by_another_receipt() {
        tasks().offer(MAIL.name(), step(1));
        Delivery first = received(MAIL, 1).getFirst();
        Instant extendedAt = now();

        assertThat(receivedNow(MAIL)).isEmpty();
        assertThat(inbox().extend(MAIL, first.receipt(), Duration.ofMillis(900)))
                .isTrue();

        Delivery second = received(MAIL, 1).getFirst();
        assertThat(second.step()).isEqualTo(step(1));
        assertThat(second.receipt()).isNotEqualTo(first.receipt());
        assertThat(now()).isAfterOrEqualTo(extendedAt.plusMillis(900));
    }

    @Test
    void a_task_that_was_deleted_does_not_come_again() {
        tasks().offer(MAIL.name(), step(1));
        Delivery first = received(MAIL, 1).getFirst();
        inbox().extend(MAIL, first.receipt(), Duration.ofSeconds(1));

        inbox().delete(MAIL, first.receipt());

        tasks().offer(MAIL.name(), step(2));
        assertThat(receivedSteps(MAIL, 1)).containsExactly(step(2));
        assertThat(inbox().receive(MAIL, 10, Duration.ofSeconds(2))).isEmpty();
    }

    @Test
    void what_was_received_can_be_had_again_at_once() {
        tasks().offer(MAIL.name(), step(1));

        inbox().extend(MAIL, received(MAIL, 1).getFirst().receipt(), Duration.ZERO);

        assertThat(receivedSteps(MAIL, 1)).containsExactly(step(1));
    }
}

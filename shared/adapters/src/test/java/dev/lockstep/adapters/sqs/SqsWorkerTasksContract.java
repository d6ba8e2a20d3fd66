package dev.lockstep.adapters.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.adapters.sqs.WorkerQueue.Delivery;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Iteration;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.ports.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** What the queues of tasks must do, for one client; each test has queues of its own. */
abstract class SqsWorkerTasksContract {
    private static final TaskType MAIL = new TaskType(Samples.WORKSPACE, "send mail: grüße #1");
    private static final TaskType OTHER = new TaskType(Samples.WORKSPACE, "other");
    private static final TaskType ELSEWHERE = new TaskType(Samples.OTHER_WORKSPACE, MAIL.name());
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final SqsClient client;
    private final WorkerQueues queues;
    private final SqsWorkerTasks tasks;
    private final WorkerQueue worker;

    SqsWorkerTasksContract(SqsClient client) {
        this.client = client;
        this.queues = new WorkerQueues(client, "stack-" + UUID.randomUUID());
        this.tasks = new SqsWorkerTasks(queues);
        this.worker = new WorkerQueue(queues);
    }

    private static Step step(int number) {
        return step(number, Samples.VERSION);
    }

    private static Step step(int number, WorkflowRef workflow) {
        return new Step(
                workflow, new ExecutionId("ex-" + number), new StageRunKey("mail-ü#1", Iteration.of(0, number)));
    }

    private List<Delivery> received(TaskType type, int count) {
        Instant deadline = Instant.now().plus(LONGEST_WAIT);
        List<Delivery> received = new ArrayList<>();
        while (received.size() < count && Instant.now().isBefore(deadline)) {
            received.addAll(worker.receive(type, 10, 1));
        }
        return received;
    }

    private List<Step> receivedSteps(TaskType type, int count) {
        return received(type, count).stream().map(Delivery::step).toList();
    }

    @Test
    void a_task_is_received_as_it_was_offered_by_those_who_ask_for_its_type() {
        tasks.offer(MAIL.name(), step(1));
        tasks.offer(OTHER.name(), step(2));

        assertThat(receivedSteps(MAIL, 1)).containsExactly(step(1));
        assertThat(receivedSteps(OTHER, 1)).containsExactly(step(2));
        assertThat(worker.receive(MAIL, 10, 0)).isEmpty();
    }

    @Test
    void no_workspace_receives_the_tasks_of_another() {
        Step elsewhere = step(2, new WorkflowRef(Samples.OTHER_WORKSPACE, Samples.WORKFLOW, 1));
        tasks.offer(MAIL.name(), step(1));
        tasks.offer(MAIL.name(), elsewhere);

        assertThat(receivedSteps(ELSEWHERE, 1)).containsExactly(elsewhere);
        assertThat(receivedSteps(MAIL, 1)).containsExactly(step(1));
    }

    @Test
    void where_there_was_no_task_none_is_received_and_no_queue_is_made() {
        assertThat(worker.receive(MAIL, 10, 20)).isEmpty();
        assertThat(worker.extend(MAIL, "receipt", 60)).isFalse();
        worker.delete(MAIL, "receipt");

        assertThat(queues.find(MAIL)).isEmpty();
    }

    @Test
    void tasks_offered_side_by_side_all_come_through_one_queue() {
        List<Step> offered =
                IntStream.range(0, 16).mapToObj(SqsWorkerTasksContract::step).toList();

        offered.parallelStream().forEach(step -> tasks.offer(MAIL.name(), step));

        assertThat(receivedSteps(MAIL, 16)).containsExactlyInAnyOrderElementsOf(offered);
    }

    @Test
    void a_task_comes_again_when_its_time_is_over_and_not_before() {
        tasks.offer(MAIL.name(), step(1));
        Delivery first = received(MAIL, 1).getFirst();

        assertThat(worker.receive(MAIL, 10, 0)).isEmpty();
        assertThat(worker.extend(MAIL, first.receipt(), 1)).isTrue();

        assertThat(receivedSteps(MAIL, 1)).containsExactly(step(1));
    }

    @Test
    void a_task_that_was_deleted_does_not_come_again() {
        tasks.offer(MAIL.name(), step(1));
        Delivery first = received(MAIL, 1).getFirst();
        worker.extend(MAIL, first.receipt(), 1);

        worker.delete(MAIL, first.receipt());

        assertThat(worker.receive(MAIL, 10, 2)).isEmpty();
    }

    @Test
    void a_queue_keeps_tasks_for_14_days_and_hides_those_received_for_30_seconds() {
        String url = queues.ensure(MAIL);

        assertThat(client.getQueueAttributes(request -> request.queueUrl(url).attributeNames(QueueAttributeName.ALL))
                        .attributes())
                .containsEntry(QueueAttributeName.VISIBILITY_TIMEOUT, "30");
    }

    @Test
    void a_queue_that_somebody_deleted_is_made_again() {
        tasks.offer(MAIL.name(), step(1));
        client.deleteQueue(request -> request.queueUrl(queues.ensure(MAIL)));

        tasks.offer(MAIL.name(), step(2));

        assertThat(receivedSteps(MAIL, 1)).containsExactly(step(2));
    }

    @Test
    void what_names_no_step_is_left_in_the_queue() {
        String url = queues.ensure(MAIL);
        client.sendMessage(request -> request.queueUrl(url).messageBody("{}"));
        tasks.offer(MAIL.name(), step(1));

        assertThat(receivedSteps(MAIL, 1)).containsExactly(step(1));
    }

    @Test
    void a_queue_is_looked_up_once() {
        WorkerQueues again = new WorkerQueues(client, "stack-" + UUID.randomUUID());
        String url = again.ensure(MAIL);

        assertThat(again.ensure(MAIL)).isSameAs(url);
        assertThat(again.find(MAIL)).contains(url);
    }

    @Test
    void the_name_of_every_queue_is_one_that_SQS_takes() {
        assertThat(queues.name(MAIL))
                .matches("stack-[-0-9a-f]{36}-worker-[0-9a-f]{24}")
                .hasSizeLessThanOrEqualTo(80);
        assertThat(queues.name(MAIL)).isNotEqualTo(queues.name(OTHER)).isNotEqualTo(queues.name(ELSEWHERE));
        assertThatThrownBy(() -> new WorkerQueues(client, "x".repeat(49))).isInstanceOf(IllegalArgumentException.class);
    }
}

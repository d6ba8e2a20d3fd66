package dev.lockstep.adapters.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.engine.ports.TaskType;
import dev.lockstep.engine.ports.WorkerInbox;
import dev.lockstep.engine.ports.WorkerInbox.Delivery;
import dev.lockstep.engine.ports.WorkerInboxContract;
import dev.lockstep.engine.ports.WorkerTasks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** What the queues of tasks in SQS must do, for one client. */
abstract class SqsWorkerTasksContract extends WorkerInboxContract {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final SqsClient client;
    private final WorkerQueues queues;
    private final SqsWorkerTasks tasks;
    private final SqsWorkerInbox inbox;

    SqsWorkerTasksContract(SqsClient client) {
        this.client = client;
        this.queues = new WorkerQueues(client, "stack-" + UUID.randomUUID());
        this.tasks = new SqsWorkerTasks(queues);
        this.inbox = new SqsWorkerInbox(queues);
    }

    @Override
    protected WorkerTasks tasks() {
        return tasks;
    }

    @Override
    protected WorkerInbox inbox() {
        return inbox;
    }

    @Override
    protected Instant now() {
        return Instant.now();
    }

    @Override
    protected List<Delivery> received(TaskType type, int count) {
        Instant deadline = Instant.now().plus(LONGEST_WAIT);
        List<Delivery> received = new ArrayList<>();
        while (received.size() < count && Instant.now().isBefore(deadline)) {
            received.addAll(inbox.receive(type, 10, Duration.ofSeconds(1)));
        }
        return received;
    }

    @Test
    void who_only_speaks_of_tasks_makes_no_queue() {
        inbox.extend(MAIL, "receipt", Duration.ofSeconds(1));
        inbox.delete(MAIL, "receipt");

        assertThat(queues.find(MAIL)).isEmpty();
    }

    @Test
    void a_receipt_that_is_none_changes_nothing() {
        queues.ensure(MAIL);

        assertThat(inbox.extend(MAIL, "receipt", Duration.ofSeconds(1))).isFalse();
        inbox.delete(MAIL, "receipt");
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

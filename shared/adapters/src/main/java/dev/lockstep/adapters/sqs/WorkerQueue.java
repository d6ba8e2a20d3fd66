package dev.lockstep.adapters.sqs;

import dev.lockstep.engine.execution.Step;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageNotInflightException;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.ReceiptHandleIsInvalidException;

/**
 * The workers' side of the queues of tasks. A task that is received is nobody else's for {@link WorkerQueues#VISIBILITY_SECONDS}
 * seconds or as long as it is extended; then it comes again, unless it was deleted.
 */
public final class WorkerQueue {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerQueue.class);

    private final WorkerQueues queues;

    public WorkerQueue(WorkerQueues queues) {
        this.queues = queues;
    }

    /**
     * A task that was received.
     *
     * @param receipt of this delivery, by which it is extended and deleted
     */
    public record Delivery(Step step, String receipt) {}

    /**
     * Receives tasks. Where there never was one of that type, the answer comes at once.
     *
     * @param most from 1 to 10
     * @param waitSeconds for how long to wait for the first, from 0 to 20
     */
    public List<Delivery> receive(TaskType type, int most, int waitSeconds) {
        Optional<String> url = queues.find(type);
        if (url.isEmpty()) {
            return List.of();
        }
        try {
            return queues
                    .client()
                    .receiveMessage(request -> request.queueUrl(url.get())
                            .maxNumberOfMessages(most)
                            .waitTimeSeconds(waitSeconds))
                    .messages()
                    .stream()
                    .flatMap(WorkerQueue::delivery)
                    .toList();
        } catch (QueueDoesNotExistException e) {
            queues.forget(type);
            return List.of();
        }
    }

    /** One that names no step may be of a newer version, in the middle of a deployment: it comes again. */
    private static Stream<Delivery> delivery(Message message) {
        try {
            return Stream.of(new Delivery(StepMessage.parse(message.body()), message.receiptHandle()));
        } catch (StepMessage.NotAStep e) {
            LOG.error("message {} is left in its queue of tasks", message.messageId(), e);
            return Stream.empty();
        }
    }

    /**
     * Keeps a task that was received from coming again for so many seconds from now.
     *
     * @return whether it was still out; otherwise it comes again, or has come
     */
    public boolean extend(TaskType type, String receipt, int seconds) {
        Optional<String> url = queues.find(type);
        if (url.isEmpty()) {
            return false;
        }
        try {
            queues.client()
                    .changeMessageVisibility(request ->
                            request.queueUrl(url.get()).receiptHandle(receipt).visibilityTimeout(seconds));
            return true;
        } catch (MessageNotInflightException | ReceiptHandleIsInvalidException | QueueDoesNotExistException e) {
            return false;
        }
    }

    /** Has a task that was received not come again. One that did already comes to nothing: its stage run tells that it is over. */
    public void delete(TaskType type, String receipt) {
        queues.find(type)
                .ifPresent(url -> queues.client()
                        .deleteMessage(request -> request.queueUrl(url).receiptHandle(receipt)));
    }
}

package dev.lockstep.adapters.sqs;

import dev.lockstep.engine.ports.TaskType;
import dev.lockstep.engine.ports.WorkerInbox;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageNotInflightException;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.ReceiptHandleIsInvalidException;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** The workers' side of the queues of tasks in SQS. */
public final class SqsWorkerInbox implements WorkerInbox {
    private static final Logger LOG = LoggerFactory.getLogger(SqsWorkerInbox.class);

    private static final int NANOS_BELOW_A_SECOND = 999_999_999;

    private final WorkerQueues queues;

    public SqsWorkerInbox(WorkerQueues queues) {
        this.queues = queues;
    }

    /** A queue that is not there yet is made, so that who waits for the first task of its type does not ask in vain again and again. */
    @Override
    public List<Delivery> receive(TaskType type, int most, Duration wait) {
        try {
            String url = queues.ensure(type);
            return queues
                    .client()
                    .receiveMessage(request ->
                            request.queueUrl(url).maxNumberOfMessages(most).waitTimeSeconds((int) wait.toSeconds()))
                    .messages()
                    .stream()
                    .flatMap(SqsWorkerInbox::delivery)
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

    @Override
    public boolean extend(TaskType type, String receipt, Duration time) {
        Optional<String> url = queues.find(type);
        if (url.isEmpty()) {
            return false;
        }
        try {
            queues.client()
                    .changeMessageVisibility(request ->
                            request.queueUrl(url.get()).receiptHandle(receipt).visibilityTimeout(seconds(time)));
            return true;
        } catch (MessageNotInflightException | ReceiptHandleIsInvalidException | QueueDoesNotExistException e) {
            return false;
        } catch (SqsException e) {
            if (isTooLong(e)) {
                return false;
            }
            throw e;
        }
    }

    /** SQS hides a message for twelve hours in all, counted from its receipt; then somebody is to receive it again. */
    private static boolean isTooLong(SqsException e) {
        return e.awsErrorDetails() != null
                && String.valueOf(e.awsErrorDetails().errorCode()).contains("InvalidParameterValue");
    }

    /** The queue counts whole seconds; a part of one is rounded up, so that a task does not come again before its lease lapses. */
    private static int seconds(Duration time) {
        Duration most = time.compareTo(LONGEST_HIDDEN) > 0 ? LONGEST_HIDDEN : time;
        return most.isNegative()
                ? 0
                : Math.toIntExact(most.plusNanos(NANOS_BELOW_A_SECOND).toSeconds());
    }

    @Override
    public void delete(TaskType type, String receipt) {
        try {
            queues.find(type)
                    .ifPresent(url -> queues.client()
                            .deleteMessage(request -> request.queueUrl(url).receiptHandle(receipt)));
        } catch (ReceiptHandleIsInvalidException | QueueDoesNotExistException e) {
            LOG.debug("what was to be deleted is gone", e);
        }
    }
}

package dev.lockstep.adapters.sqs;

import dev.lockstep.engine.ports.QueueSizes;
import dev.lockstep.engine.ports.TaskType;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** How many messages SQS has of each type of task, as far as it knows. */
public final class SqsQueueSizes implements QueueSizes {
    private final WorkerQueues queues;

    public SqsQueueSizes(WorkerQueues queues) {
        this.queues = queues;
    }

    @Override
    public Size of(TaskType type) {
        Optional<String> url = queues.find(type);
        return url.isPresent() ? size(type, url.get()) : Size.NONE;
    }

    private Size size(TaskType type, String url) {
        try {
            Map<QueueAttributeName, String> attributes = queues.client()
                    .getQueueAttributes(request -> request.queueUrl(url)
                            .attributeNames(
                                    QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                    QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                    .attributes();
            return new Size(
                    number(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES),
                    number(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
        } catch (QueueDoesNotExistException e) {
            queues.forget(type);
            return Size.NONE;
        }
    }

    private static long number(Map<QueueAttributeName, String> attributes, QueueAttributeName name) {
        return Long.parseLong(attributes.getOrDefault(name, "0"));
    }
}

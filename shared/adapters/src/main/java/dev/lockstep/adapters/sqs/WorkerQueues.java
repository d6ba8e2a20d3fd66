package dev.lockstep.adapters.sqs;

import dev.lockstep.engine.ports.TaskType;
import dev.lockstep.engine.ports.WorkerInbox;
import dev.lockstep.engine.usecases.Digest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/**
 * The queues of tasks for workers, one for each type of task. Which types there are, definitions tell and not the template: a queue
 * is made when the first task for it is. It costs nothing while nothing is in it.
 */
public final class WorkerQueues {
    private static final Map<QueueAttributeName, String> ATTRIBUTES = Map.of(
            QueueAttributeName.VISIBILITY_TIMEOUT,
            Long.toString(WorkerInbox.HIDDEN.toSeconds()),
            QueueAttributeName.MESSAGE_RETENTION_PERIOD,
            Integer.toString(14 * 24 * 60 * 60));

    private static final String PART = "-worker-";
    private static final int DIGITS = 24;
    private static final int LONGEST_NAME = 80;

    private final SqsClient client;
    private final String prefix;
    private final Map<TaskType, String> urls = new ConcurrentHashMap<>();

    /**
     * @param prefix what the names of all of them begin with, so that a policy can name them
     */
    public WorkerQueues(SqsClient client, String prefix) {
        if (prefix.length() + PART.length() + DIGITS > LONGEST_NAME) {
            throw new IllegalArgumentException("the prefix of the workers' queues is too long: " + prefix);
        }
        this.client = client;
        this.prefix = prefix;
    }

    SqsClient client() {
        return client;
    }

    /** No name of a workspace holds the separator, and no type a line's end, so that no two queues are called the same. */
    String name(TaskType type) {
        String domain = type.domain().map(name -> "\n" + name).orElse("");
        String digest = Digest.sha256(type.workspace().name() + "#" + type.name() + domain);
        return prefix + PART + digest.substring(0, DIGITS);
    }

    /** The URL of the queue of a type, if there was ever a task of it. */
    Optional<String> find(TaskType type) {
        return Optional.ofNullable(urls.get(type)).or(() -> resolve(type));
    }

    private Optional<String> resolve(TaskType type) {
        try {
            String url =
                    client.getQueueUrl(request -> request.queueName(name(type))).queueUrl();
            urls.put(type, url);
            return Optional.of(url);
        } catch (QueueDoesNotExistException e) {
            return Optional.empty();
        }
    }

    /** The URL of the queue of a type, which is made where it is not there. */
    String ensure(TaskType type) {
        return find(type).orElseGet(() -> make(type));
    }

    private String make(TaskType type) {
        String url = client.createQueue(request -> request.queueName(name(type)).attributes(ATTRIBUTES))
                .queueUrl();
        urls.put(type, url);
        return url;
    }

    /** For a queue that turned out to be there no more. */
    void forget(TaskType type) {
        urls.remove(type);
    }
}

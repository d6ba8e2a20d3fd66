package dev.lockstep.local.sources;

import dev.lockstep.local.invoke.InvocationFailure;
import dev.lockstep.local.invoke.LambdaFunction;
import dev.lockstep.local.template.Event;
import dev.lockstep.local.template.Template;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;

/**
 * Feeds one queue's messages to one function, as an event source mapping does: receives a batch, invokes, deletes what
 * succeeded. What failed stays in the queue until its visibility lapses, and goes to the dead-letter queue by the queue's own
 * count of deliveries.
 */
public final class QueuePoller implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QueuePoller.class);
    /** A new message ends a wait at once, but ElasticMQ moves a dead letter only at the next poll: so short, and not the 20 s that SQS allows. */
    private static final int WAIT_SECONDS = 1;

    /** For how long messages gather while others are worked on, so that they share an invocation, as they do in Lambda, whose pollers are some milliseconds away from the queue. */
    private static final Duration GATHERING = Duration.ofMillis(5);

    private static final Duration AFTER_FAULT = Duration.ofSeconds(1);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final SqsClient sqs;
    private final LambdaFunction function;
    private final Event.QueueSource source;
    private final ReceiveMessageRequest receive;
    private final SqsEvent event;
    private final Semaphore free;
    /** Batches that have ended since the last one began. */
    private final Semaphore ended = new Semaphore(0);

    private final ExecutorService deliveries = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("delivery-", 1).factory());
    private final Thread receiver;
    private volatile boolean stopped;

    /**
     * Starts to poll.
     *
     * @param concurrency how many batches the function works on at once
     */
    public QueuePoller(
            SqsClient sqs, Event.QueueSource source, LambdaFunction function, QueueAddress queue, int concurrency) {
        this.sqs = sqs;
        this.function = function;
        this.source = source;
        this.receive = ReceiveMessageRequest.builder()
                .queueUrl(queue.url())
                .maxNumberOfMessages(Math.min(source.batchSize(), 10))
                .waitTimeSeconds(WAIT_SECONDS)
                .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                .messageAttributeNames("All")
                .build();
        this.event = new SqsEvent(queue.arn(), Template.REGION);
        this.free = new Semaphore(concurrency);
        // Virtual, since an interrupt gets one out of a long poll and a platform thread not.
        this.receiver = Thread.ofVirtual().name("poller-" + source.queue()).unstarted(this::poll);
        receiver.start();
    }

    /** Where a queue is. */
    public record QueueAddress(String url, String arn) {}

    private void poll() {
        try {
            while (!stopped) {
                free.acquire();
                List<Message> messages = receive();
                if (messages.isEmpty()) {
                    free.release();
                } else {
                    // What ended until now has sent what it had to before, and that was just received.
                    ended.drainPermits();
                    deliveries.execute(() -> deliverAndFree(messages));
                    if (messages.size() < receive.maxNumberOfMessages()) {
                        gather();
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Nothing was left in the queue: what comes next may gather for a moment, or until a batch ends, since it sends what follows
     * before it does.
     */
    private void gather() throws InterruptedException {
        ended.tryAcquire(GATHERING.toMillis(), TimeUnit.MILLISECONDS);
    }

    private List<Message> receive() throws InterruptedException {
        try {
            return sqs.receiveMessage(receive).messages();
        } catch (SdkException | IllegalStateException e) {
            if (!stopped) {
                LOG.warn("Messages of {} cannot be received: {}", source.queue(), e.getMessage());
                Thread.sleep(AFTER_FAULT);
            }
            return List.of();
        }
    }

    private void deliverAndFree(List<Message> messages) {
        try {
            deliver(messages);
        } catch (SdkException e) {
            LOG.warn("Messages of {} cannot be deleted: {}", source.queue(), e.getMessage());
        } finally {
            free.release();
            ended.release();
        }
    }

    private void deliver(List<Message> messages) {
        Set<String> batch = messages.stream().map(Message::messageId).collect(Collectors.toSet());
        Set<String> succeeded;
        try {
            byte[] answer = function.invoke(event.of(messages));
            succeeded = source.reportsFailures() ? BatchAnswer.succeeded(answer, batch) : batch;
        } catch (InvocationFailure e) {
            // The function has logged it. Nothing is deleted, so everything comes again.
            return;
        }
        List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
        for (Message message : messages) {
            if (succeeded.contains(message.messageId())) {
                entries.add(DeleteMessageBatchRequestEntry.builder()
                        .id(Integer.toString(entries.size()))
                        .receiptHandle(message.receiptHandle())
                        .build());
            }
        }
        if (!entries.isEmpty()) {
            sqs.deleteMessageBatch(
                    request -> request.queueUrl(receive.queueUrl()).entries(entries));
        }
    }

    /** Receives nothing more; lets deliveries end, for some seconds. */
    @Override
    public void close() {
        stopped = true;
        receiver.interrupt();
        try {
            receiver.join(GRACE);
            deliveries.shutdown();
            if (!deliveries.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                deliveries.shutdownNow();
            }
        } catch (InterruptedException e) {
            deliveries.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}

package dev.lockstep.adapters.sqs;

import dev.lockstep.adapters.Backoff;
import dev.lockstep.engine.ports.StepQueue;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/** The queue of steps in SQS. Callers on several threads share its requests. */
public final class SqsStepQueue implements StepQueue {
    private static final Backoff BACKOFF = Backoff.SHORT;

    /** What a function's time costs for so long is a tenth of a request's price, even with a gigabyte of memory. */
    private static final Duration PATIENCE = Duration.ofMillis(5);

    private final SqsClient client;
    private final String queueUrl;
    private final SharedBatches batches = new SharedBatches(this::sendBatch, PATIENCE);

    public SqsStepQueue(SqsClient client, String queueUrl) {
        this.client = client;
        this.queueUrl = queueUrl;
    }

    /** Announces that so many steps are taken side by side, so that what they send shares requests. Each is to be {@link #done}. */
    void expect(int steps) {
        batches.expect(steps);
    }

    /** Says that an announced step is over. */
    void done() {
        batches.done();
    }

    @Override
    public void send(List<Delayed> steps) {
        List<Outgoing> messages = steps.stream().map(Outgoing::of).toList();
        batches.send(messages);
        List<RuntimeException> failures =
                messages.stream().flatMap(message -> message.failure().stream()).toList();
        if (!failures.isEmpty()) {
            throw new IllegalStateException(
                    "the queue did not take " + failures.size() + " of " + steps.size() + " steps",
                    failures.getFirst());
        }
    }

    /** What the queue does not take for now is tried again; what it never will is not. */
    private Map<Outgoing, RuntimeException> sendBatch(List<Outgoing> batch) {
        Map<Outgoing, RuntimeException> failed = new HashMap<>();
        List<Outgoing> left = batch;
        for (int tries = 1; true; tries++) {
            List<Outgoing> sent = left;
            List<BatchResultErrorEntry> errors = request(sent).failed();
            errors.forEach(error -> failed.put(messageOf(error, sent), refusal(error)));
            List<Outgoing> again = errors.stream()
                    .filter(error -> !error.senderFault())
                    .map(error -> messageOf(error, sent))
                    .toList();
            if (again.isEmpty() || tries == BACKOFF.tries()) {
                return failed;
            }
            again.forEach(failed::remove);
            BACKOFF.pause(tries);
            left = again;
        }
    }

    private SendMessageBatchResponse request(List<Outgoing> messages) {
        List<SendMessageBatchRequestEntry> entries = IntStream.range(0, messages.size())
                .mapToObj(i -> SendMessageBatchRequestEntry.builder()
                        .id(Integer.toString(i))
                        .messageBody(messages.get(i).body)
                        .delaySeconds(messages.get(i).delaySeconds)
                        .build())
                .toList();
        return client.sendMessageBatch(SendMessageBatchRequest.builder()
                .queueUrl(queueUrl)
                .entries(entries)
                .build());
    }

    private static Outgoing messageOf(BatchResultErrorEntry error, List<Outgoing> sent) {
        return sent.get(Integer.parseInt(error.id()));
    }

    private static RuntimeException refusal(BatchResultErrorEntry error) {
        return new IllegalStateException(error.code()
                + Optional.ofNullable(error.message()).map(": "::concat).orElse(""));
    }
}

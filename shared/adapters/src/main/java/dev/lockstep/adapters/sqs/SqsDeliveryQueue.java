package dev.lockstep.adapters.sqs;

import dev.lockstep.adapters.Backoff;
import dev.lockstep.engine.ports.DeliveryQueue;
import java.util.List;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * The queue of deliveries in SQS. Messages tell whose they are by their group, so that SQS keeps one receiver's many from holding up
 * those of others.
 */
public final class SqsDeliveryQueue implements DeliveryQueue {
    private static final Backoff BACKOFF = Backoff.SHORT;
    private static final int NANOS_ABOVE_A_SECOND = 999_999_999;

    private final SqsClient client;
    private final String queueUrl;

    public SqsDeliveryQueue(SqsClient client, String queueUrl) {
        this.client = client;
        this.queueUrl = queueUrl;
    }

    @Override
    public void send(List<Sent> deliveries) {
        for (int from = 0; from < deliveries.size(); from += SharedBatches.MOST_MESSAGES) {
            sendBatch(deliveries.subList(from, Math.min(from + SharedBatches.MOST_MESSAGES, deliveries.size())));
        }
    }

    private void sendBatch(List<Sent> batch) {
        List<Sent> left = batch;
        for (int tries = 1; true; tries++) {
            List<Sent> sent = left;
            List<BatchResultErrorEntry> failed =
                    client.sendMessageBatch(request(sent)).failed();
            if (failed.isEmpty()) {
                return;
            }
            if (tries == BACKOFF.tries() || failed.stream().anyMatch(BatchResultErrorEntry::senderFault)) {
                throw new IllegalStateException("the queue did not take " + failed.size() + " of " + batch.size()
                        + " deliveries: " + failed.getFirst().code());
            }
            BACKOFF.pause(tries);
            left = failed.stream()
                    .map(error -> sent.get(Integer.parseInt(error.id())))
                    .toList();
        }
    }

    private SendMessageBatchRequest request(List<Sent> batch) {
        List<SendMessageBatchRequestEntry> entries = IntStream.range(0, batch.size())
                .mapToObj(i -> SendMessageBatchRequestEntry.builder()
                        .id(Integer.toString(i))
                        .messageBody(DeliveryMessage.write(batch.get(i).key()))
                        .messageGroupId(batch.get(i).receiver())
                        .delaySeconds((int) batch.get(i)
                                .delay()
                                .plusNanos(NANOS_ABOVE_A_SECOND)
                                .toSeconds())
                        .build())
                .toList();
        return SendMessageBatchRequest.builder()
                .queueUrl(queueUrl)
                .entries(entries)
                .build();
    }
}

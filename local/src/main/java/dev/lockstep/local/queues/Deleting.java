package dev.lockstep.local.queues;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.elasticmq.DeliveryReceipt;
import org.elasticmq.msg.DeleteMessage;
import scala.util.Either;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResultEntry;

/** Deletes batches. */
final class Deleting {
    private static final int MOST_MESSAGES = 10;

    private Deleting() {}

    static boolean isPlain(DeleteMessageBatchRequest request) {
        List<DeleteMessageBatchRequestEntry> entries = request.entries();
        return !entries.isEmpty()
                && entries.size() <= MOST_MESSAGES
                && entries.stream()
                                .map(DeleteMessageBatchRequestEntry::id)
                                .distinct()
                                .count()
                        == entries.size()
                && entries.stream().allMatch(entry -> Sending.isId(entry.id()) && isReceipt(entry.receiptHandle()));
    }

    /** Of the form that ElasticMQ gives: a message's id, and one of the delivery. */
    private static boolean isReceipt(String handle) {
        return handle != null && handle.contains("#");
    }

    static DeleteMessageBatchResponse delete(DeleteMessageBatchRequest request, Actor queue) {
        List<DeleteMessageBatchRequestEntry> entries = request.entries();
        List<CompletableFuture<Boolean>> answers =
                entries.stream().map(entry -> delete(entry, queue)).toList();
        List<DeleteMessageBatchResultEntry> deleted = new ArrayList<>();
        List<BatchResultErrorEntry> failed = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            String id = entries.get(i).id();
            if (Actor.await(answers.get(i))) {
                deleted.add(DeleteMessageBatchResultEntry.builder().id(id).build());
            } else {
                failed.add(stale(id));
            }
        }
        return DeleteMessageBatchResponse.builder()
                .successful(deleted)
                .failed(failed)
                .build();
    }

    /** False where the message was delivered again since, or is gone. */
    private static CompletableFuture<Boolean> delete(DeleteMessageBatchRequestEntry entry, Actor queue) {
        DeleteMessage message = new DeleteMessage(new DeliveryReceipt(entry.receiptHandle()));
        return queue.ask(message, Actor.SOON, Either.class).thenApply(answer -> answer.isRight());
    }

    private static BatchResultErrorEntry stale(String id) {
        return BatchResultErrorEntry.builder()
                .id(id)
                .code("ReceiptHandleIsInvalid")
                .message("the receipt handle is not that of the last delivery")
                .senderFault(true)
                .build();
    }
}

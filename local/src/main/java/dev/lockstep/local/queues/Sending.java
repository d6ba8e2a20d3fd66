package dev.lockstep.local.queues;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.elasticmq.AfterMillisNextDelivery;
import org.elasticmq.ImmediateNextDelivery$;
import org.elasticmq.MessageContent;
import org.elasticmq.MessageData;
import org.elasticmq.NewMessageData;
import org.elasticmq.NextDelivery;
import org.elasticmq.msg.SendMessage;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.immutable.Map$;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;

/** Sends batches. */
final class Sending {
    private static final int MOST_MESSAGES = 10;
    private static final int MOST_DELAY_SECONDS = 900;
    private static final long MILLIS = 1_000;
    /** Far under SQS's own limit, whatever each takes in UTF-8. */
    private static final int MOST_CHARACTERS = 100_000;

    private Sending() {}

    /** Whether nothing in it could be refused, and nothing in it needs more than a body and a delay. */
    static boolean isPlain(SendMessageBatchRequest request) {
        List<SendMessageBatchRequestEntry> entries = request.entries();
        return !entries.isEmpty()
                && entries.size() <= MOST_MESSAGES
                && !request.queueUrl().endsWith(".fifo")
                && entries.stream()
                                .map(SendMessageBatchRequestEntry::id)
                                .distinct()
                                .count()
                        == entries.size()
                && entries.stream().mapToLong(Sending::characters).sum() <= MOST_CHARACTERS
                && entries.stream().allMatch(Sending::isPlain);
    }

    private static long characters(SendMessageBatchRequestEntry entry) {
        return entry.messageBody() == null ? 0 : entry.messageBody().length();
    }

    private static boolean isPlain(SendMessageBatchRequestEntry entry) {
        return isId(entry.id())
                && isText(entry.messageBody())
                && (entry.delaySeconds() == null
                        || (entry.delaySeconds() >= 0 && entry.delaySeconds() <= MOST_DELAY_SECONDS))
                && !entry.hasMessageAttributes()
                && !entry.hasMessageSystemAttributes()
                && entry.messageGroupId() == null
                && entry.messageDeduplicationId() == null;
    }

    /** One of those that this project gives: SQS takes more. */
    static boolean isId(@Nullable String id) {
        return id != null && !id.isEmpty() && id.length() <= 80 && id.chars().allMatch(Character::isLetterOrDigit);
    }

    private static boolean isText(@Nullable String body) {
        return body != null
                && !body.isEmpty()
                && body.chars().allMatch(c -> (c >= ' ' && c < Character.MIN_SURROGATE) || c == '\t' || c == '\n');
    }

    static SendMessageBatchResponse send(SendMessageBatchRequest request, Actor queue) {
        List<CompletableFuture<SendMessageBatchResultEntry>> sent =
                request.entries().stream().map(entry -> send(entry, queue)).toList();
        return SendMessageBatchResponse.builder()
                .successful(sent.stream().map(Actor::await).toList())
                .failed(List.of())
                .build();
    }

    private static CompletableFuture<SendMessageBatchResultEntry> send(
            SendMessageBatchRequestEntry entry, Actor queue) {
        return queue.ask(new SendMessage(message(entry)), Actor.SOON, MessageData.class)
                .thenApply(message -> SendMessageBatchResultEntry.builder()
                        .id(entry.id())
                        .messageId(message.id().id())
                        .md5OfMessageBody(Md5.of(entry.messageBody()))
                        .build());
    }

    private static NewMessageData message(SendMessageBatchRequestEntry entry) {
        return new NewMessageData(
                Option.empty(),
                new MessageContent(entry.messageBody()),
                Map$.MODULE$.empty(),
                delivery(entry.delaySeconds()),
                Option.empty(),
                Option.empty(),
                0,
                Option.empty(),
                Option.empty(),
                Option.empty());
    }

    /** A delay of none is one, too: it overrides the queue's. */
    private static NextDelivery delivery(@Nullable Integer delaySeconds) {
        return delaySeconds == null
                ? ImmediateNextDelivery$.MODULE$
                : new AfterMillisNextDelivery(delaySeconds * MILLIS);
    }
}

package dev.lockstep.local.queues;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.elasticmq.DefaultVisibilityTimeout$;
import org.elasticmq.MessageData;
import org.elasticmq.MillisVisibilityTimeout;
import org.elasticmq.VisibilityTimeout;
import org.elasticmq.msg.ReceiveMessages;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/** Receives batches, with a wait where that is asked for. */
final class Receiving {
    private static final int MOST_MESSAGES = 10;
    private static final int MOST_WAIT_SECONDS = 20;

    private Receiving() {}

    /** Whether it asks for what pollers ask for: whole messages. */
    static boolean isPlain(ReceiveMessageRequest request) {
        return isWithin(request.maxNumberOfMessages(), 1, MOST_MESSAGES)
                && isWithin(request.waitTimeSeconds(), 0, MOST_WAIT_SECONDS)
                && isWithin(request.visibilityTimeout(), 0, Integer.MAX_VALUE)
                && request.messageSystemAttributeNames().equals(List.of(MessageSystemAttributeName.ALL))
                && request.messageAttributeNames().equals(List.of("All"))
                && request.receiveRequestAttemptId() == null
                && !request.queueUrl().endsWith(".fifo");
    }

    private static boolean isWithin(@Nullable Integer number, int least, int most) {
        return number == null || (number >= least && number <= most);
    }

    static ReceiveMessageResponse receive(ReceiveMessageRequest request, Actor queue) {
        Optional<Duration> wait = Optional.ofNullable(request.waitTimeSeconds()).map(Duration::ofSeconds);
        ReceiveMessages message = new ReceiveMessages(
                visibility(request.visibilityTimeout()),
                Optional.ofNullable(request.maxNumberOfMessages()).orElse(1),
                Option.apply(wait.orElse(null)),
                Option.empty());
        // Where no wait is asked for, the queue has one of its own.
        Duration limit = wait.orElse(Duration.ofSeconds(MOST_WAIT_SECONDS)).plus(Actor.SOON);
        scala.collection.immutable.List<?> received =
                Actor.await(queue.ask(message, limit, scala.collection.immutable.List.class));
        return ReceiveMessageResponse.builder()
                .messages(CollectionConverters.asJava(received).stream()
                        .map(MessageData.class::cast)
                        .map(Received::message)
                        .toList())
                .build();
    }

    private static VisibilityTimeout visibility(@Nullable Integer seconds) {
        return seconds == null ? DefaultVisibilityTimeout$.MODULE$ : MillisVisibilityTimeout.fromSeconds(seconds);
    }
}

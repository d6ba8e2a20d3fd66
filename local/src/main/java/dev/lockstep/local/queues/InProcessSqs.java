package dev.lockstep.local.queues;

import dev.lockstep.local.sdk.Interposed;
import java.util.Optional;
import org.apache.pekko.actor.ActorRef;
import org.elasticmq.msg.LookupQueue;
import org.jspecify.annotations.Nullable;
import scala.Option;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;

/**
 * ElasticMQ without HTTP in between, for what is called with every batch: to send, to receive and to delete. All else, and
 * whatever is out of the plain, goes to its HTTP server, which knows all of SQS's rules. Both have the same queues.
 */
public final class InProcessSqs {
    private final Actor queues;

    private InProcessSqs(ActorRef queues) {
        this.queues = new Actor(queues);
    }

    /**
     * The client to be used in place of the one that goes over HTTP.
     *
     * @param queues ElasticMQ's actor that knows all queues
     */
    public static SqsClient of(SqsClient http, ActorRef queues) {
        InProcessSqs inProcess = new InProcessSqs(queues);
        return Interposed.before(SqsClient.class, http, inProcess::call);
    }

    private @Nullable Object call(Interposed.Call call) throws Throwable {
        Optional<?> answer = call.request().flatMap(this::inProcess);
        return answer.isPresent() ? answer.get() : call.proceed();
    }

    /** The answer, unless the request is to go over HTTP. */
    private Optional<?> inProcess(SdkRequest request) {
        return switch (request) {
            case SendMessageBatchRequest send
            when Sending.isPlain(send) -> queue(send.queueUrl()).map(queue -> Sending.send(send, queue));
            case ReceiveMessageRequest receive
            when Receiving.isPlain(receive) ->
                queue(receive.queueUrl()).map(queue -> Receiving.receive(receive, queue));
            case DeleteMessageBatchRequest delete
            when Deleting.isPlain(delete) -> queue(delete.queueUrl()).map(queue -> Deleting.delete(delete, queue));
            default -> Optional.empty();
        };
    }

    /** Looked up every time, since a queue may have been deleted, and made again, in between. */
    private Optional<Actor> queue(String url) {
        String name = url.substring(url.lastIndexOf('/') + 1);
        Option<?> found = Actor.await(queues.ask(new LookupQueue(name), Actor.SOON, Option.class));
        return found.isEmpty() ? Optional.empty() : Optional.of(new Actor((ActorRef) found.get()));
    }
}

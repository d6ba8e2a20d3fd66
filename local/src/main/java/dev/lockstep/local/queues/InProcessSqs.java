package dev.lockstep.local.queues;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.ActorRef;
import org.elasticmq.msg.LookupQueue;
import org.jspecify.annotations.Nullable;
import scala.Option;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;

/**
 * ElasticMQ without HTTP in between, for what is called with every batch: to send, to receive and to delete. All else, and
 * whatever is out of the plain, goes to its HTTP server, which knows all of SQS's rules. Both have the same queues.
 */
public final class InProcessSqs {
    private final SqsClient http;
    private final Actor queues;

    private InProcessSqs(SqsClient http, ActorRef queues) {
        this.http = http;
        this.queues = new Actor(queues);
    }

    /**
     * The client to be used in place of the one that goes over HTTP.
     *
     * @param queues ElasticMQ's actor that knows all queues
     */
    public static SqsClient of(SqsClient http, ActorRef queues) {
        InProcessSqs inProcess = new InProcessSqs(http, queues);
        return (SqsClient) Proxy.newProxyInstance(
                SqsClient.class.getClassLoader(), new Class<?>[] {SqsClient.class}, inProcess::call);
    }

    private Object call(Object self, Method method, Object @Nullable [] arguments) throws Throwable {
        Object[] given = arguments == null ? new Object[0] : arguments;
        if (given.length == 1 && given[0] instanceof Consumer<?>) {
            // The interface's own method, which builds the request and comes back here with it.
            return InvocationHandler.invokeDefault(self, method, given);
        }
        Optional<?> answer = given.length == 1 ? inProcess(given[0]) : Optional.empty();
        return answer.isPresent() ? answer.get() : overHttp(method, given);
    }

    /** The answer, unless the request is to go over HTTP. */
    private Optional<?> inProcess(Object request) {
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

    private Object overHttp(Method method, Object[] given) throws Throwable {
        try {
            return method.invoke(http, given);
        } catch (InvocationTargetException e) {
            throw Objects.requireNonNull(e.getCause());
        }
    }
}

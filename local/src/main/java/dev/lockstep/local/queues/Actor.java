package dev.lockstep.local.queues;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.pattern.Patterns;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** One of ElasticMQ's actors, which answers what it is asked. */
record Actor(ActorRef reference) {
    /** For answers that nothing holds up. */
    static final Duration SOON = Duration.ofSeconds(10);

    <A> CompletableFuture<A> ask(Object message, Duration limit, Class<A> answer) {
        return Patterns.ask(reference, message, limit).thenApply(answer::cast).toCompletableFuture();
    }

    /** Fails as a client of SQS does. */
    static <A> A await(CompletableFuture<A> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw SdkClientException.create("the queue does not answer", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw AbortedException.create("interrupted while the queue was asked", e);
        }
    }
}

package dev.lockstep.engine.operations;

import java.time.Duration;
import java.util.Optional;

/** Sends messages to queues outside, as far as this deployment lets it. A port. */
public interface MessageSender {
    /**
     * Sends a message once.
     *
     * @return its id
     * @throws OperationFailure {@code NotAllowed}, {@code Throttled}, {@code SendFailed}, {@code TimedOut}
     */
    String send(Message message) throws OperationFailure;

    /**
     * @param queue its name or its ARN
     * @param group what a FIFO queue keeps in order among each other; a queue of another kind has none
     * @param delay for how long it is kept back, by seconds; a FIFO queue keeps none back
     * @param idempotencyKey of a FIFO queue, which takes a message once for it within five minutes
     */
    record Message(
            String queue,
            String body,
            Optional<String> group,
            Duration delay,
            String idempotencyKey,
            Duration timeout) {}
}

package dev.lockstep.engine.webhook;

import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Ulid;
import dev.lockstep.engine.ports.DeliveryQueue;
import dev.lockstep.engine.usecases.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One event on its way to one receiver.
 *
 * @param made how many attempts were made in all
 * @param firstOfRound how many of them were made before somebody last asked for it again: from there on the plan counts
 * @param attempts the last of them, {@link #MOST_KEPT} at most, the first one first
 * @param revision how often it was written
 */
public record Delivery(
        Key key,
        WorkflowRef workflow,
        Receiver receiver,
        WebhookEvent event,
        Instant createdAt,
        Instant expiresAt,
        State state,
        int made,
        int firstOfRound,
        List<Attempt> attempts,
        long revision) {
    /** One full round. */
    static final int MOST_KEPT = 10;

    /** How long after its time a delivery is looked for that the queue was to bring. */
    private static final Duration LOST_AFTER = Duration.ofMinutes(10);

    public Delivery {
        attempts = List.copyOf(attempts);
    }

    /**
     * Names a delivery.
     *
     * @param id {@code msg-} and a ULID: the {@code webhook-id} that the receiver sees, the same at each attempt
     */
    public record Key(ExecutionId execution, String id) {}

    /** Who is told. */
    public sealed interface Receiver {
        String url();

        /** The one that the execution was started with. */
        record OfExecution(String url) implements Receiver {}

        record OfSubscription(String id, String url) implements Receiver {}
    }

    /** Where a delivery is. */
    public sealed interface State {
        /**
         * The next attempt is to be made then, or soon after.
         *
         * @param wakeAt when the watchdog is to look at it: at that time where no queue reaches as far; else some time after it, in
         *     case the queue has lost it
         */
        record Pending(Instant nextAt, Instant wakeAt) implements State {
            static Pending of(Instant nextAt, Instant now) {
                boolean far = Duration.between(now, nextAt).compareTo(DeliveryQueue.MAX_DELAY) > 0;
                return new Pending(nextAt, far ? nextAt : nextAt.plus(LOST_AFTER));
            }
        }

        record Delivered(Instant at) implements State {}

        /**
         * @param reason for whoever reads it
         */
        record Failed(Instant at, String reason) implements State {}
    }

    /**
     * One attempt.
     *
     * @param took how long it took
     * @param status what was answered, where anything was
     * @param said the first of the answer's body; or what went wrong, where there was no answer
     */
    public record Attempt(Instant at, Duration took, Optional<Integer> status, String said) {}

    /** A new one. Again for the same is the same, so that an event that comes by twice is delivered once. */
    static Delivery of(Watch watch, Receiver receiver, WebhookEvent event, Instant now, Duration retention) {
        String who = switch (receiver) {
            case Receiver.OfExecution own -> "";
            case Receiver.OfSubscription subscription -> subscription.id();
        };
        String digest = Digest.sha256(
                watch.execution() + "/" + event.sequence() + "/" + event.type().text() + "/" + who);
        return new Delivery(
                new Key(watch.execution(), "msg-" + Ulid.of(event.at(), digest)),
                watch.workflow(),
                receiver,
                event,
                now,
                now.plus(retention),
                State.Pending.of(now, now),
                0,
                0,
                List.of(),
                1);
    }

    /** After an attempt. */
    Delivery attempted(Attempt attempt, State next) {
        List<Attempt> all = new ArrayList<>(attempts);
        all.add(attempt);
        return with(next, made + 1, firstOfRound, all.subList(Math.max(0, all.size() - MOST_KEPT), all.size()));
    }

    /** Given up without an attempt. */
    Delivery failed(Instant now, String reason) {
        return with(new State.Failed(now, reason), made, firstOfRound, attempts);
    }

    /** To be sent again from now on, with all the attempts of the plan. */
    Delivery again(Instant now) {
        return with(State.Pending.of(now, now), made, made, attempts);
    }

    /** How many attempts of the present round were made. */
    int madeInRound() {
        return made - firstOfRound;
    }

    private Delivery with(State next, int attemptsMade, int first, List<Attempt> kept) {
        return new Delivery(
                key, workflow, receiver, event, createdAt, expiresAt, next, attemptsMade, first, kept, revision);
    }

    /** This delivery as it is recorded after one more write. */
    public Delivery written() {
        return new Delivery(
                key,
                workflow,
                receiver,
                event,
                createdAt,
                expiresAt,
                state,
                made,
                firstOfRound,
                attempts,
                revision + 1);
    }
}

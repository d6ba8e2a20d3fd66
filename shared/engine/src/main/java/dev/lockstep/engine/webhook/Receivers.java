package dev.lockstep.engine.webhook;

import dev.lockstep.engine.ports.DeliveryQueue;
import dev.lockstep.engine.ports.SubscriptionStore;
import dev.lockstep.engine.ports.WatchStore;
import dev.lockstep.engine.usecases.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is known of the receivers of deliveries: whether they are still told, how to sign for them, and how they fare. */
final class Receivers {
    private static final int TRIES = 5;
    private static final int GONE = 410;

    private final SubscriptionStore subscriptions;
    private final WatchStore watches;

    Receivers(SubscriptionStore subscriptions, WatchStore watches) {
        this.subscriptions = subscriptions;
        this.watches = watches;
    }

    /** What all deliveries to the same receiver have in common: at most 128 characters. */
    private static String group(Delivery delivery) {
        return switch (delivery.receiver()) {
            case Delivery.Receiver.OfExecution own ->
                Digest.sha256(delivery.workflow().workspace().name() + "#" + own.url());
            case Delivery.Receiver.OfSubscription subscription -> subscription.id();
        };
    }

    /** What is put into the queue for the next attempt. */
    static DeliveryQueue.Sent sent(Delivery delivery, Duration delay) {
        return new DeliveryQueue.Sent(delivery.key(), group(delivery), delay);
    }

    /** Whether a delivery may be made, and how it is signed. */
    sealed interface Standing {
        record Open(SubscriptionKey signedFor, List<Integer> generations) implements Standing {}

        record Closed(String why) implements Standing {}
    }

    Standing of(Delivery delivery, Instant now) {
        return switch (delivery.receiver()) {
            case Delivery.Receiver.OfExecution own ->
                watches.find(delivery.key().execution()).flatMap(Watch::url).isPresent()
                        ? new Standing.Open(
                                Signature.ofExecutions(delivery.workflow().workspace()),
                                subscriptions
                                        .signing(delivery.workflow().workspace())
                                        .valid(now))
                        : new Standing.Closed("the receiver has answered 410: it is gone");
            case Delivery.Receiver.OfSubscription of -> {
                Optional<Subscription> subscription = subscriptions.find(key(delivery, of));
                if (subscription.isEmpty()) {
                    yield new Standing.Closed("the subscription was deleted");
                }
                yield subscription
                        .get()
                        .disabled()
                        .<Standing>map(off -> new Standing.Closed("the subscription is disabled: " + off.reason()))
                        .orElseGet(() -> new Standing.Open(
                                subscription.get().key(),
                                subscription.get().signing().valid(now)));
            }
        };
    }

    private static SubscriptionKey key(Delivery delivery, Delivery.Receiver.OfSubscription of) {
        return new SubscriptionKey(delivery.workflow().workspace(), of.id());
    }

    static boolean isGone(Delivery.Attempt attempt) {
        return attempt.status().equals(Optional.of(GONE));
    }

    /** Keeps in mind how an attempt went. For what goes well as ever, nothing is written. */
    void note(Delivery delivery, Delivery.Attempt attempt) {
        switch (delivery.receiver()) {
            case Delivery.Receiver.OfExecution own -> {
                if (isGone(attempt)) {
                    watches.forgetUrl(delivery.key().execution());
                }
            }
            case Delivery.Receiver.OfSubscription of -> note(key(delivery, of), attempt, delivery);
        }
    }

    private void note(SubscriptionKey key, Delivery.Attempt attempt, Delivery delivery) {
        boolean delivered = delivery.state() instanceof Delivery.State.Delivered;
        for (int tries = 0; tries < TRIES; tries++) {
            Optional<Subscription> known = subscriptions.find(key);
            if (known.isEmpty() || known.get().disabled().isPresent()) {
                return;
            }
            Subscription changed = delivered
                    ? known.get().succeeded()
                    : isGone(attempt)
                            ? known.get().disabled(attempt.at(), "the receiver has answered 410: it is gone")
                            : known.get().failed(attempt.at());
            if (changed.equals(known.get()) || subscriptions.write(changed).isPresent()) {
                return;
            }
        }
    }
}

package dev.lockstep.engine.webhook;

import dev.lockstep.engine.ports.Ids;
import dev.lockstep.engine.ports.Page;
import dev.lockstep.engine.ports.PageRequest;
import dev.lockstep.engine.ports.SubscriptionStore;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.Idempotency;
import dev.lockstep.engine.usecases.IdempotencyKey;
import dev.lockstep.engine.usecases.Refusal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Makes, reads, changes and ends subscriptions, those of the caller's workspace alone. */
public final class Subscriptions {
    private static final int TRIES = 5;

    private final SubscriptionStore store;
    private final Signature signature;
    private final Idempotency idempotency;
    private final Ids ids;
    private final InstantSource clock;

    public Subscriptions(
            SubscriptionStore store, Signature signature, Idempotency idempotency, Ids ids, InstantSource clock) {
        this.store = store;
        this.signature = signature;
        this.idempotency = idempotency;
        this.ids = ids;
        this.clock = clock;
    }

    /** A subscription, and the secret with which what is sent to it is signed now. */
    public record WithSecret(Subscription subscription, String secret) {}

    /**
     * @return the subscription; for a repeated idempotency key, the one that the first call made
     * @throws Refusal where there are as many as may be, or the key was used for another request
     */
    public WithSecret create(Caller caller, Subscription.Spec spec, Optional<IdempotencyKey> idempotencyKey) {
        Optional<String> earlier = idempotency.earlier(caller.workspace(), idempotencyKey);
        if (earlier.isEmpty() && store.all(caller.workspace()).size() >= Subscription.MOST) {
            throw Refusal.tooManySubscriptions(Subscription.MOST);
        }
        String id = idempotency.id(caller.workspace(), idempotencyKey, "sub-" + ids.ulid());
        SubscriptionKey key = new SubscriptionKey(caller.workspace(), id);
        // Where it is there already, an earlier call with the same key asked for the same.
        store.add(Subscription.create(key, spec, clock.instant(), caller.keyId()));
        return withSecret(read(caller, id));
    }

    public Page<Subscription> list(Caller caller, PageRequest page) {
        return store.list(caller.workspace(), page);
    }

    /**
     * @throws Refusal where the workspace has no such subscription
     */
    public Subscription read(Caller caller, String id) {
        return store.find(new SubscriptionKey(caller.workspace(), id)).orElseThrow(() -> Refusal.noSubscription(id));
    }

    /**
     * What is on its way to it is given up.
     *
     * @throws Refusal where the workspace has no such subscription
     */
    public void delete(Caller caller, String id) {
        if (!store.delete(new SubscriptionKey(caller.workspace(), id))) {
            throw Refusal.noSubscription(id);
        }
    }

    /**
     * Has what is sent from now on signed with a new secret.
     *
     * @param overlap for how long it is signed with the one before, too
     * @throws Refusal where the workspace has no such subscription
     */
    public WithSecret rotate(Caller caller, String id, Duration overlap) {
        return withSecret(change(caller, id, subscription -> subscription.rotated(clock.instant(), overlap)));
    }

    /**
     * Has one go on that was disabled, with what happens from now on.
     *
     * @throws Refusal where the workspace has no such subscription
     */
    public Subscription enable(Caller caller, String id) {
        return change(caller, id, Subscription::enabled);
    }

    private Subscription change(Caller caller, String id, UnaryOperator<Subscription> change) {
        for (int tries = 0; tries < TRIES; tries++) {
            Optional<Subscription> written = store.write(change.apply(read(caller, id)));
            if (written.isPresent()) {
                return written.get();
            }
        }
        throw Refusal.notNow("webhook subscription " + id + " is being changed by other calls; try again");
    }

    private WithSecret withSecret(Subscription subscription) {
        return new WithSecret(
                subscription,
                signature.secret(subscription.key(), subscription.signing().number()));
    }

    /** The secret for the receivers that executions are started with. */
    public record OwnSecret(SigningGeneration generation, String secret) {}

    public OwnSecret secret(Caller caller) {
        SigningGeneration generation = store.signing(caller.workspace());
        return new OwnSecret(generation, signature.secret(caller.workspace(), generation.number()));
    }

    /**
     * Has what is sent to them from now on signed with a new one.
     *
     * @param overlap for how long it is signed with the one before, too
     */
    public OwnSecret rotateSecret(Caller caller, Duration overlap) {
        SigningGeneration next = store.signing(caller.workspace()).rotated(clock.instant(), overlap);
        if (!store.writeSigning(caller.workspace(), next)) {
            throw Refusal.notNow("the secret is being rotated by another call; try again");
        }
        return new OwnSecret(next, signature.secret(caller.workspace(), next.number()));
    }
}

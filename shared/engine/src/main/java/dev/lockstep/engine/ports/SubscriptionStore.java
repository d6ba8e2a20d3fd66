package dev.lockstep.engine.ports;

import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.webhook.SigningGeneration;
import dev.lockstep.engine.webhook.Subscription;
import dev.lockstep.engine.webhook.SubscriptionKey;
import java.util.List;
import java.util.Optional;

/** Where it is recorded which receivers are told of a workspace's executions. */
public interface SubscriptionStore {
    /**
     * Records a new one.
     *
     * @return whether it is new
     */
    boolean add(Subscription subscription);

    /** The subscription, strongly consistent. */
    Optional<Subscription> find(SubscriptionKey key);

    /** The subscriptions of a workspace, newest first. */
    Page<Subscription> list(Workspace workspace, PageRequest page);

    /** All subscriptions of a workspace, in one small read. */
    List<Subscription> all(Workspace workspace);

    /**
     * Records a change, if the record still has the revision at which it was read.
     *
     * @return the subscription as it is then recorded; empty where somebody else has changed it
     */
    Optional<Subscription> write(Subscription changed);

    /**
     * @return whether it was there
     */
    boolean delete(SubscriptionKey key);

    /** Which secret the receivers know that executions of this workspace are started with. */
    SigningGeneration signing(Workspace workspace);

    /**
     * Records another.
     *
     * @return whether the one that was recorded until then is the one before it
     */
    boolean writeSigning(Workspace workspace, SigningGeneration next);
}

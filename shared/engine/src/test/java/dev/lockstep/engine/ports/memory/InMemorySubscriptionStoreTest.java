package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.ports.SubscriptionStore;
import dev.lockstep.engine.ports.SubscriptionStoreContract;

class InMemorySubscriptionStoreTest extends SubscriptionStoreContract {
    private final InMemorySubscriptionStore store = new InMemorySubscriptionStore();

    @Override
    protected SubscriptionStore subscriptions() {
        return store;
    }
}

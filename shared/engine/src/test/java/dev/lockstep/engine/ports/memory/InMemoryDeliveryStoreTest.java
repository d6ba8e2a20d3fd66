package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.ports.DeliveryStore;
import dev.lockstep.engine.ports.DeliveryStoreContract;

class InMemoryDeliveryStoreTest extends DeliveryStoreContract {
    private final InMemoryDeliveryStore store = new InMemoryDeliveryStore();

    @Override
    protected DeliveryStore deliveries() {
        return store;
    }
}

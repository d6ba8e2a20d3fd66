package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.ports.ComponentStore;
import dev.lockstep.engine.ports.ComponentStoreContract;

class InMemoryComponentStoreTest extends ComponentStoreContract {
    private final InMemoryComponentStore store = new InMemoryComponentStore();

    @Override
    protected ComponentStore components() {
        return store;
    }
}

package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.ports.DeadLetterStore;
import dev.lockstep.engine.ports.DeadLetterStoreContract;

class InMemoryDeadLetterStoreTest extends DeadLetterStoreContract {
    private final DeadLetterStore store = new InMemoryDeadLetterStore();

    @Override
    protected DeadLetterStore letters() {
        return store;
    }
}

package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.ports.BulkStore;
import dev.lockstep.engine.ports.BulkStoreContract;
import dev.lockstep.engine.ports.BulkWakes;

class InMemoryBulkStoreTest extends BulkStoreContract {
    private final InMemoryBulkStore store = new InMemoryBulkStore();

    @Override
    protected BulkStore bulks() {
        return store;
    }

    @Override
    protected BulkWakes wakes() {
        return store;
    }
}

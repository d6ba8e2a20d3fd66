package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.ports.WatchStore;
import dev.lockstep.engine.ports.WatchStoreContract;

class InMemoryWatchStoreTest extends WatchStoreContract {
    private final InMemoryWatchStore store = new InMemoryWatchStore();

    @Override
    protected WatchStore watches() {
        return store;
    }
}

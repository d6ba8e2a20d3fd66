package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.ports.Audiences;
import dev.lockstep.engine.ports.ConnectionStore;
import dev.lockstep.engine.ports.ConnectionStoreContract;

class InMemoryConnectionsTest extends ConnectionStoreContract {
    private final InMemoryConnections store = new InMemoryConnections();

    @Override
    protected ConnectionStore connections() {
        return store;
    }

    @Override
    protected Audiences audiences() {
        return store;
    }
}

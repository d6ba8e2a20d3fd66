package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.ports.ApiKeyStore;
import dev.lockstep.engine.ports.ApiKeyStoreContract;

class InMemoryApiKeyStoreTest extends ApiKeyStoreContract {
    private final InMemoryApiKeyStore store = new InMemoryApiKeyStore();

    @Override
    protected ApiKeyStore keys() {
        return store;
    }
}

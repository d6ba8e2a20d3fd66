package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.ports.IdempotencyStore;
import dev.lockstep.engine.ports.IdempotencyStoreContract;

class InMemoryIdempotencyStoreTest extends IdempotencyStoreContract {
    private final InMemoryIdempotencyStore store = new InMemoryIdempotencyStore();

    @Override
    protected IdempotencyStore idempotency() {
        return store;
    }
}

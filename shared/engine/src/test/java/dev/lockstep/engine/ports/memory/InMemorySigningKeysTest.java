package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.ports.SigningKeys;
import dev.lockstep.engine.ports.SigningKeysContract;

class InMemorySigningKeysTest extends SigningKeysContract {
    private final InMemorySigningKeys keys = new InMemorySigningKeys();

    @Override
    protected SigningKeys keys() {
        return keys;
    }
}

package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.ports.SigningKeys;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The signing key in memory. */
public final class InMemorySigningKeys implements SigningKeys {
    private byte @Nullable [] key;

    @Override
    public synchronized byte[] current() {
        if (key == null) {
            byte[] made = new byte[32];
            new SecureRandom().nextBytes(made);
            key = made;
        }
        return key.clone();
    }

    @Override
    public synchronized Optional<byte[]> existing() {
        return Optional.ofNullable(key).map(byte[]::clone);
    }
}

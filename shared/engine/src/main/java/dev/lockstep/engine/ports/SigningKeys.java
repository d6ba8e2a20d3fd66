package dev.lockstep.engine.ports;

import java.util.Optional;

/** The deployment's own key for what it signs: 32 bytes that nobody outside knows, made once, the same ever after. */
public interface SigningKeys {
    /** The key, made now if nobody has asked for it before. */
    byte[] current();

    /** The key if it has been made already. For those who may read only, and have nothing to check before there is one. */
    Optional<byte[]> existing();
}

package dev.lockstep.engine.ports;

/** The deployment's own key for what it signs. */
public interface SigningKeys {
    /** 32 bytes that nobody outside knows: made when they are first asked for, the same ever after. */
    byte[] current();
}

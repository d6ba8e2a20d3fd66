package dev.lockstep.engine.usecases;

/**
 * What a caller gives so that a call repeated makes nothing twice.
 *
 * @param key the caller's, SHA-256 of it in lower-case hexadecimal
 * @param fingerprint SHA-256 of what the call asks for
 */
public record IdempotencyKey(String key, String fingerprint) {}

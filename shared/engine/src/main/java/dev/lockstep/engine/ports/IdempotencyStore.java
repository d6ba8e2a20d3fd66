package dev.lockstep.engine.ports;

import dev.lockstep.engine.definition.Workspace;
import java.time.Instant;
import java.util.Optional;

/** Where calls that carry an idempotency key are remembered. */
public interface IdempotencyStore {
    /** The call that is remembered under the key and has not expired. */
    Optional<Call> find(Workspace workspace, String key, Instant now);

    /**
     * Remembers the call under its key, unless one that has not expired is remembered there.
     *
     * @return what is remembered after it: the call given, or the earlier one
     */
    Call remember(Workspace workspace, String key, Call call, Instant now);

    /**
     * @param fingerprint of what was asked for: SHA-256 of the route and the body
     * @param answer the id of what the call makes
     */
    record Call(String fingerprint, String answer, Instant expiresAt) {}
}

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
     * Remembers a call in place of another, unless something else is remembered under the key by now.
     *
     * @param was what is remembered there, as far as the caller knows
     * @return what is remembered after it
     */
    Call replace(Workspace workspace, String key, Call was, Call call);

    /** Forgets what is remembered under the key, if it has this answer. */
    void forget(Workspace workspace, String key, String answer);

    /**
     * @param fingerprint of what was asked for: SHA-256 of the route and the body
     * @param answer the id of what the call makes
     */
    record Call(String fingerprint, String answer, Instant expiresAt) {}
}

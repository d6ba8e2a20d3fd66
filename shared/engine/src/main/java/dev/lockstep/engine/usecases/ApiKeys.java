package dev.lockstep.engine.usecases;

import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.ports.ApiKeyStore;
import dev.lockstep.engine.ports.ApiKeyStore.ApiKey;
import dev.lockstep.engine.ports.Ids;
import dev.lockstep.engine.ports.Page;
import dev.lockstep.engine.ports.PageRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** Makes, lists and revokes API keys, in the caller's workspace alone. */
public final class ApiKeys {
    private final ApiKeyStore keys;
    private final Ids ids;
    private final InstantSource clock;

    public ApiKeys(ApiKeyStore keys, Ids ids, InstantSource clock) {
        this.keys = keys;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * @param secret what the caller sends from now on; it is not kept, and so shown only here
     */
    public record Created(ApiKey key, String secret) {}

    public Created create(Caller caller, String name, Set<String> roles, Optional<Instant> expiresAt) {
        String secret = "lk_" + ids.secret();
        Workspace workspace = caller.workspace();
        ApiKey key = new ApiKey(
                "key-" + ids.ulid(), workspace, name, roles, Digest.sha256(secret), clock.instant(), expiresAt);
        keys.add(key);
        return new Created(key, secret);
    }

    public Page<ApiKey> list(Caller caller, PageRequest page) {
        return keys.list(caller.workspace(), page);
    }

    /**
     * Revokes a key; functions that know it still take it for up to a minute.
     *
     * @throws Refusal where the workspace has no such key
     */
    public void revoke(Caller caller, String id) {
        if (!keys.revoke(caller.workspace(), id)) {
            throw Refusal.noKeyOfThatId(id);
        }
    }
}

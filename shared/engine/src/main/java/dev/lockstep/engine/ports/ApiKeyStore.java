package dev.lockstep.engine.ports;

import dev.lockstep.engine.definition.Workspace;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Where API keys are recorded: never the secret, only its SHA-256. */
public interface ApiKeyStore {
    void add(ApiKey key);

    /**
     * @param sha256 of the whole secret, 64 lower-case hexadecimal digits
     */
    Optional<ApiKey> find(String sha256);

    /** The keys of a workspace, newest first. */
    Page<ApiKey> list(Workspace workspace, PageRequest page);

    /**
     * @return whether there was one
     */
    boolean revoke(Workspace workspace, String id);

    /**
     * @param id {@code key-} and a ULID in lower case
     */
    record ApiKey(
            String id,
            Workspace workspace,
            String name,
            Set<String> roles,
            String sha256,
            Instant createdAt,
            Optional<Instant> expiresAt) {}
}

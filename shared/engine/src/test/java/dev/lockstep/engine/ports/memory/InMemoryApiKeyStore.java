package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.ports.ApiKeyStore;
import dev.lockstep.engine.ports.Page;
import dev.lockstep.engine.ports.PageRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** API keys in memory. */
public final class InMemoryApiKeyStore implements ApiKeyStore {
    private final Map<String, ApiKey> bySha256 = new HashMap<>();

    @Override
    public synchronized void add(ApiKey key) {
        bySha256.put(key.sha256(), key);
    }

    @Override
    public synchronized Optional<ApiKey> find(String sha256) {
        return Optional.ofNullable(bySha256.get(sha256));
    }

    @Override
    public synchronized Page<ApiKey> list(Workspace workspace, PageRequest page) {
        List<ApiKey> all = bySha256.values().stream()
                .filter(key -> key.workspace().equals(workspace))
                .toList();
        return Pages.newestFirst(all, ApiKey::id, page);
    }

    @Override
    public synchronized boolean revoke(Workspace workspace, String id) {
        return bySha256.values()
                .removeIf(key -> key.workspace().equals(workspace) && key.id().equals(id));
    }
}

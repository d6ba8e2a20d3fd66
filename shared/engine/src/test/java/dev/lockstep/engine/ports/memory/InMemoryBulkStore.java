package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.bulk.Bulk;
import dev.lockstep.engine.bulk.BulkKey;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.ports.BulkStore;
import dev.lockstep.engine.ports.BulkWakes;
import dev.lockstep.engine.ports.Page;
import dev.lockstep.engine.ports.PageRequest;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Bulks in memory, their wakes in two shards. */
public final class InMemoryBulkStore implements BulkStore, BulkWakes {
    private static final int SHARDS = 2;

    private final Map<BulkKey, Bulk> bulks = new HashMap<>();

    @Override
    public synchronized boolean add(Bulk bulk) {
        return bulks.putIfAbsent(bulk.key(), bulk) == null;
    }

    @Override
    public synchronized Optional<Bulk> find(BulkKey key) {
        return Optional.ofNullable(bulks.get(key));
    }

    @Override
    public synchronized Page<Bulk> list(Workspace workspace, PageRequest page) {
        List<Bulk> all = bulks.values().stream()
                .filter(bulk -> bulk.key().workspace().equals(workspace))
                .toList();
        return Pages.newestFirst(all, bulk -> bulk.key().id(), page);
    }

    @Override
    public synchronized Optional<Bulk> write(Bulk changed) {
        Bulk known = bulks.get(changed.key());
        if (known == null || known.revision() != changed.revision()) {
            return Optional.empty();
        }
        bulks.put(changed.key(), changed.written());
        return Optional.of(changed.written());
    }

    @Override
    public int shards() {
        return SHARDS;
    }

    @Override
    public synchronized List<BulkKey> due(int shard, Instant by, int most) {
        return bulks.values().stream()
                .filter(bulk -> Math.floorMod(bulk.key().hashCode(), SHARDS) == shard)
                .filter(bulk -> bulk.wakeAt()
                        .map(at -> !InMemoryTable.wake(at).isAfter(by))
                        .orElse(false))
                .sorted(Comparator.comparing(bulk -> bulk.wakeAt().orElseThrow()))
                .limit(most)
                .map(Bulk::key)
                .toList();
    }
}

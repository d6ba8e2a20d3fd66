package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.ports.WatchStore;
import dev.lockstep.engine.webhook.Watch;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Watches in memory. */
public final class InMemoryWatchStore implements WatchStore {
    private final Map<ExecutionId, Watch> watches = new HashMap<>();

    @Override
    public synchronized Watch begin(Watch watch) {
        Watch before = watches.putIfAbsent(watch.execution(), watch);
        return before == null ? watch : before;
    }

    @Override
    public synchronized Optional<Watch> find(ExecutionId execution) {
        return Optional.ofNullable(watches.get(execution));
    }

    @Override
    public synchronized void advance(Watch watch) {
        watches.computeIfPresent(
                watch.execution(),
                (id, known) -> new Watch(
                        id, known.workflow(), known.url(), known.subscriptions(), watch.revision(), watch.position()));
    }

    @Override
    public synchronized void forgetUrl(ExecutionId execution) {
        watches.computeIfPresent(
                execution,
                (id, known) -> new Watch(
                        id,
                        known.workflow(),
                        Optional.empty(),
                        known.subscriptions(),
                        known.revision(),
                        known.position()));
    }
}

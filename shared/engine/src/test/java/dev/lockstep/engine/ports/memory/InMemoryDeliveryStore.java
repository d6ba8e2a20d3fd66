package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.ports.DeliveryStore;
import dev.lockstep.engine.ports.Page;
import dev.lockstep.engine.ports.PageRequest;
import dev.lockstep.engine.webhook.Delivery;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Deliveries in memory, their wakes in one shard. */
public final class InMemoryDeliveryStore implements DeliveryStore {
    private final Map<Delivery.Key, Delivery> deliveries = new HashMap<>();
    private final Map<Delivery.Key, Instant> wakes = new HashMap<>();

    @Override
    public synchronized boolean add(Delivery delivery) {
        if (deliveries.containsKey(delivery.key())) {
            return false;
        }
        put(delivery);
        return true;
    }

    private void put(Delivery delivery) {
        deliveries.put(delivery.key(), delivery);
        wakes.remove(delivery.key());
        if (delivery.state() instanceof Delivery.State.Pending pending) {
            wakes.put(delivery.key(), InMemoryTable.wake(pending.wakeAt()));
        }
    }

    @Override
    public synchronized Optional<Delivery> find(Delivery.Key key) {
        return Optional.ofNullable(deliveries.get(key));
    }

    @Override
    public synchronized Page<Delivery> list(ExecutionId execution, PageRequest page) {
        List<Delivery> all = deliveries.values().stream()
                .filter(delivery -> delivery.key().execution().equals(execution))
                .toList();
        return Pages.newestFirst(all, delivery -> delivery.key().id(), page);
    }

    @Override
    public synchronized Optional<Delivery> write(Delivery changed) {
        Delivery known = deliveries.get(changed.key());
        if (known == null || known.revision() != changed.revision()) {
            return Optional.empty();
        }
        put(changed.written());
        return Optional.of(changed.written());
    }

    @Override
    public int shards() {
        return 1;
    }

    @Override
    public synchronized List<Delivery.Key> due(int shard, Instant by, int most) {
        return wakes.entrySet().stream()
                .filter(wake -> !wake.getValue().isAfter(by))
                .sorted(Comparator.comparing(Map.Entry::getValue))
                .limit(most)
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public synchronized void postpone(Delivery.Key key, Instant to) {
        wakes.computeIfPresent(key, (id, at) -> InMemoryTable.wake(to));
    }
}

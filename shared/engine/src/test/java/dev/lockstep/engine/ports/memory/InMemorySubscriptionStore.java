package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.ports.Page;
import dev.lockstep.engine.ports.PageRequest;
import dev.lockstep.engine.ports.SubscriptionStore;
import dev.lockstep.engine.webhook.SigningGeneration;
import dev.lockstep.engine.webhook.Subscription;
import dev.lockstep.engine.webhook.SubscriptionKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Subscriptions in memory. */
public final class InMemorySubscriptionStore implements SubscriptionStore {
    private final Map<SubscriptionKey, Subscription> subscriptions = new HashMap<>();
    private final Map<Workspace, SigningGeneration> signing = new HashMap<>();

    @Override
    public synchronized boolean add(Subscription subscription) {
        return subscriptions.putIfAbsent(subscription.key(), subscription) == null;
    }

    @Override
    public synchronized Optional<Subscription> find(SubscriptionKey key) {
        return Optional.ofNullable(subscriptions.get(key));
    }

    @Override
    public synchronized Page<Subscription> list(Workspace workspace, PageRequest page) {
        return Pages.newestFirst(
                all(workspace), subscription -> subscription.key().id(), page);
    }

    @Override
    public synchronized List<Subscription> all(Workspace workspace) {
        return subscriptions.values().stream()
                .filter(subscription -> subscription.key().workspace().equals(workspace))
                .toList();
    }

    @Override
    public synchronized Optional<Subscription> write(Subscription changed) {
        Subscription known = subscriptions.get(changed.key());
        if (known == null || known.revision() != changed.revision()) {
            return Optional.empty();
        }
        subscriptions.put(changed.key(), changed.written());
        return Optional.of(changed.written());
    }

    @Override
    public synchronized boolean delete(SubscriptionKey key) {
        return subscriptions.remove(key) != null;
    }

    @Override
    public synchronized SigningGeneration signing(Workspace workspace) {
        return signing.getOrDefault(workspace, SigningGeneration.FIRST);
    }

    @Override
    public synchronized boolean writeSigning(Workspace workspace, SigningGeneration next) {
        if (signing(workspace).number() != next.number() - 1) {
            return false;
        }
        signing.put(workspace, next);
        return true;
    }
}

package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.ports.IdempotencyStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Idempotency keys in memory. */
public final class InMemoryIdempotencyStore implements IdempotencyStore {
    private record Key(Workspace workspace, String key) {}

    private final Map<Key, Call> calls = new HashMap<>();

    @Override
    public synchronized Optional<Call> find(Workspace workspace, String key, Instant now) {
        return Optional.ofNullable(calls.get(new Key(workspace, key)))
                .filter(call -> call.expiresAt().isAfter(now));
    }

    @Override
    public synchronized Call remember(Workspace workspace, String key, Call call, Instant now) {
        return calls.merge(
                new Key(workspace, key),
                call,
                (earlier, later) -> earlier.expiresAt().isAfter(now) ? earlier : later);
    }

    @Override
    public synchronized Call replace(Workspace workspace, String key, Call was, Call call) {
        return calls.merge(
                new Key(workspace, key),
                call,
                (earlier, later) -> earlier.answer().equals(was.answer()) ? later : earlier);
    }

    @Override
    public synchronized void forget(Workspace workspace, String key, String answer) {
        calls.computeIfPresent(
                new Key(workspace, key), (known, call) -> call.answer().equals(answer) ? null : call);
    }
}

package dev.lockstep.engine.usecases;

import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.ports.IdempotencyStore;
import dev.lockstep.engine.ports.IdempotencyStore.Call;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** Gives a repeated call the id that the first one got, so that both make the same thing. */
public final class Idempotency {
    /** How long a key is remembered. */
    static final Duration REMEMBERED = Duration.ofHours(24);

    private final IdempotencyStore store;
    private final InstantSource clock;

    public Idempotency(IdempotencyStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * The id that an earlier call got under this key.
     *
     * @throws Refusal where the key was used for another request
     */
    public Optional<String> earlier(Workspace workspace, Optional<IdempotencyKey> key) {
        return key.flatMap(given ->
                store.find(workspace, given.key(), clock.instant()).map(remembered -> sameRequest(given, remembered)));
    }

    /**
     * Does something once. To do it twice at the same time must be harmless: the key is remembered when it is done, so that a call
     * that breaks off can be repeated.
     *
     * @param again what a repeated call is answered with
     * @throws Refusal where the key was used for another request
     */
    public <T> T once(Workspace workspace, Optional<IdempotencyKey> key, Supplier<T> action, Supplier<T> again) {
        if (earlier(workspace, key).isPresent()) {
            return again.get();
        }
        T result = action.get();
        id(workspace, key, "done");
        return result;
    }

    /**
     * The id for what the call makes, remembered for those that repeat it. To be asked once the call is found to be good, so
     * that one which is refused does not use up its key.
     *
     * @param fresh the id it gets if it is the first under its key
     * @throws Refusal where the key was used for another request
     */
    public String id(Workspace workspace, Optional<IdempotencyKey> key, String fresh) {
        if (key.isEmpty()) {
            return fresh;
        }
        Instant now = clock.instant();
        Call call = new Call(key.get().fingerprint(), fresh, now.plus(REMEMBERED));
        return sameRequest(key.get(), store.remember(workspace, key.get().key(), call, now));
    }

    private static String sameRequest(IdempotencyKey key, Call remembered) {
        if (!remembered.fingerprint().equals(key.fingerprint())) {
            throw Refusal.keyReused();
        }
        return remembered.answer();
    }
}

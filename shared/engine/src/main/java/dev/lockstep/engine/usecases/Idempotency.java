package dev.lockstep.engine.usecases;

import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.ports.IdempotencyStore;
import dev.lockstep.engine.ports.IdempotencyStore.Call;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

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
     * The id for what the call makes.
     *
     * @param fresh the id it gets if it is the first under its key
     * @throws Refusal where the key was used for another request
     */
    Answer answer(Workspace workspace, Optional<IdempotencyKey> key, String fresh) {
        if (key.isEmpty()) {
            return new Answer(fresh, false);
        }
        Instant now = clock.instant();
        Call call = new Call(key.get().fingerprint(), fresh, now.plus(REMEMBERED));
        Call remembered = store.remember(workspace, key.get().key(), call, now);
        if (!remembered.fingerprint().equals(call.fingerprint())) {
            throw Refusal.keyReused();
        }
        return new Answer(remembered.answer(), !remembered.answer().equals(fresh));
    }

    /**
     * @param repeated whether an earlier call was given this id
     */
    record Answer(String id, boolean repeated) {}
}

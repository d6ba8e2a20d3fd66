package dev.lockstep.adapters.http;

import dev.lockstep.engine.definition.Fault;
import dev.lockstep.engine.usecases.Digest;
import dev.lockstep.engine.usecases.IdempotencyKey;
import java.util.List;
import java.util.Optional;

/** Reads the {@code Idempotency-Key} header. */
public final class IdempotencyKeys {
    private static final int MAX_LENGTH = 255;

    private IdempotencyKeys() {}

    /**
     * @throws BadRequest where the key is too long
     */
    public static Optional<IdempotencyKey> of(HttpRequest request) {
        return request.header("idempotency-key").map(key -> {
            if (key.length() > MAX_LENGTH) {
                throw BadRequest.invalid(
                        "the Idempotency-Key is too long",
                        List.of(new Fault("Idempotency-Key", "must have 1 to " + MAX_LENGTH + " characters")));
            }
            String asked = request.method() + " " + request.path() + "\n" + request.body();
            return new IdempotencyKey(Digest.sha256(key), Digest.sha256(asked));
        });
    }
}

package dev.lockstep.adapters;

import com.github.f4b6a3.ulid.UlidCreator;
import dev.lockstep.engine.ports.Ids;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;

/**
 * Ids of time and chance. Those of one process sort in the order in which they were made, even within a millisecond. The chance
 * is {@link SecureRandom}'s, which Lambda seeds anew where it starts several functions from one snapshot.
 */
public final class UlidIds implements Ids {
    private static final int SECRET_BYTES = 32;

    private final SecureRandom random = new SecureRandom();

    @Override
    public String ulid() {
        return UlidCreator.getMonotonicUlid().toString().toLowerCase(Locale.ROOT);
    }

    @Override
    public String uuid() {
        return UUID.randomUUID().toString();
    }

    @Override
    public String secret() {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }
}

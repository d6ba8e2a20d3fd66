package dev.lockstep.engine.usecases;

import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.ports.ApiKeyStore;
import dev.lockstep.engine.ports.ApiKeyStore.ApiKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tells who calls, by the API key that comes with the call, or by a token that stands for one. */
public final class Authenticate {
    /** How long a key is trusted without a look at the store, and so how long a revoked one may still work. */
    static final Duration TRUSTED = Duration.ofSeconds(45);

    private static final int MOST_KEPT = 1_000;

    private final ApiKeyStore keys;
    private final AccessTokens tokens;
    private final Optional<ApiKey> firstAdmin;
    private final InstantSource clock;
    private final Map<String, Seen> seen = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
            return size() > MOST_KEPT;
        }
    };

    private record Seen(ApiKey key, Instant until) {}

    /**
     * @param firstAdminSha256 SHA-256 of the admin key that the deployment itself names, for the default workspace; empty for
     *     none
     */
    public Authenticate(ApiKeyStore keys, AccessTokens tokens, String firstAdminSha256, InstantSource clock) {
        this.keys = keys;
        this.tokens = tokens;
        this.firstAdmin = firstAdminSha256.isBlank() ? Optional.empty() : Optional.of(admin(firstAdminSha256));
        this.clock = clock;
    }

    private static ApiKey admin(String sha256) {
        return new ApiKey(
                "key-admin", Workspace.DEFAULT, "admin", Set.of("admin"), sha256, Instant.EPOCH, Optional.empty());
    }

    /**
     * @param secret as it came with the call, if it did: a key's, or a token
     * @throws Refusal where there is none, or it is unknown, revoked or expired
     */
    public Caller caller(Optional<String> secret) {
        String sent = secret.orElseThrow(Refusal::noKey);
        return named(AccessTokens.isOne(sent) ? tokens.keySha256(sent) : Digest.sha256(sent));
    }

    /**
     * A token that stands for a key, for {@link AccessTokens#VALID} or as long as the key is valid, whichever ends first.
     *
     * @param secret the key's own: a token brings no other, lest one that leaked live for ever
     * @throws Refusal where the key is unknown, revoked or expired
     */
    public String token(String secret) {
        String sha256 = Digest.sha256(secret);
        named(sha256);
        return tokens.issue(sha256);
    }

    private Caller named(String sha256) {
        Instant now = clock.instant();
        ApiKey key = firstAdmin
                .filter(admin -> isSame(admin.sha256(), sha256))
                .or(() -> trusted(sha256, now))
                .or(() -> looked(sha256, now))
                .filter(found -> found.expiresAt().map(now::isBefore).orElse(true))
                .orElseThrow(Refusal::unknownKey);
        return new Caller(key.workspace(), key.id(), key.roles());
    }

    private Optional<ApiKey> trusted(String sha256, Instant now) {
        synchronized (seen) {
            return Optional.ofNullable(seen.get(sha256))
                    .filter(entry -> now.isBefore(entry.until()))
                    .map(Seen::key);
        }
    }

    private Optional<ApiKey> looked(String sha256, Instant now) {
        Optional<ApiKey> found = keys.find(sha256).filter(key -> isSame(key.sha256(), sha256));
        found.ifPresent(key -> {
            synchronized (seen) {
                seen.put(sha256, new Seen(key, now.plus(TRUSTED)));
            }
        });
        return found;
    }

    /** In constant time, so that no answer tells how much of a key was right. */
    private static boolean isSame(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
    }
}

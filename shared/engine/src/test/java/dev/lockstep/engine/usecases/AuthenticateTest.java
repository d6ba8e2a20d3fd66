package dev.lockstep.engine.usecases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.ports.memory.InMemoryApiKeyStore;
import dev.lockstep.engine.ports.memory.InMemorySigningKeys;
import dev.lockstep.engine.ports.memory.SequentialIds;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuthenticateTest {
    private static final Caller ADMIN = new Caller(Workspace.DEFAULT, "key-admin", Set.of("admin"));
    private static final String FIRST_ADMIN = "lk_first";

    private final InMemoryApiKeyStore store = new InMemoryApiKeyStore();
    private final InMemorySigningKeys signingKeys = new InMemorySigningKeys();
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final ApiKeys keys = new ApiKeys(store, new SequentialIds(), () -> now);
    private final Authenticate authenticate = elsewhere();
    private ApiKeys.Created key = key(Optional.empty());

    /** Another function, which remembers nothing of what this one has seen. */
    private Authenticate elsewhere() {
        return new Authenticate(store, new AccessTokens(signingKeys, () -> now), Digest.sha256(FIRST_ADMIN), () -> now);
    }

    private ApiKeys.Created key(Optional<Instant> expiresAt) {
        return keys.create(ADMIN, "sdk", Set.of("worker"), expiresAt);
    }

    @BeforeEach
    void anotherKey() {
        key = key(Optional.empty());
    }

    private Refusal.Kind refusal(Authenticate by, String sent) {
        return catchThrowableOfType(Refusal.class, () -> by.caller(Optional.of(sent)))
                .kind();
    }

    @Test
    void a_token_stands_for_its_key_everywhere() {
        String token = authenticate.token(key.secret());

        Caller caller = elsewhere().caller(Optional.of(token));

        assertThat(caller).isEqualTo(elsewhere().caller(Optional.of(key.secret())));
        assertThat(caller.keyId()).isEqualTo(key.key().id());
        assertThat(token).doesNotContain(key.secret());
    }

    @Test
    void the_first_admin_gets_a_token_too() {
        String token = authenticate.token(FIRST_ADMIN);

        assertThat(authenticate.caller(Optional.of(token)).roles()).containsExactly("admin");
    }

    @Test
    void a_token_holds_for_an_hour_and_is_then_told_as_expired() {
        String token = authenticate.token(key.secret());

        now = now.plus(AccessTokens.VALID).minusSeconds(1);
        assertThat(authenticate.caller(Optional.of(token)).keyId())
                .isEqualTo(key.key().id());
        now = now.plusSeconds(1);
        assertThat(refusal(authenticate, token)).isEqualTo(Refusal.Kind.TOKEN_EXPIRED);
    }

    @Test
    void a_token_ends_with_its_key_within_a_minute() {
        String token = authenticate.token(key.secret());
        authenticate.caller(Optional.of(token));

        keys.revoke(ADMIN, key.key().id());
        assertThat(refusal(elsewhere(), token)).isEqualTo(Refusal.Kind.UNAUTHENTICATED);
        now = now.plus(Duration.ofSeconds(60));
        assertThat(refusal(authenticate, token)).isEqualTo(Refusal.Kind.UNAUTHENTICATED);

        ApiKeys.Created expiring = key(Optional.of(now.plusSeconds(10)));
        String brief = authenticate.token(expiring.secret());
        now = now.plusSeconds(10);
        assertThat(refusal(authenticate, brief)).isEqualTo(Refusal.Kind.UNAUTHENTICATED);
    }

    @Test
    void a_token_brings_no_other_token_and_neither_does_a_wrong_secret() {
        String token = authenticate.token(key.secret());

        for (String secret : List.of(token, "lk_wrong", "")) {
            assertThat(catchThrowableOfType(Refusal.class, () -> authenticate.token(secret))
                            .kind())
                    .isEqualTo(Refusal.Kind.UNAUTHENTICATED);
        }
    }

    @Test
    void a_forged_token_is_refused() {
        String token = authenticate.token(key.secret());
        String[] parts = token.split("\\.", -1);
        String other = authenticate.token(key(Optional.empty()).secret());
        // The last character of a signature has two bits that are no part of its bytes.
        char last = token.charAt(token.length() - 1);
        String respelled = token.substring(0, token.length() - 1) + (char) (last + 1);
        byte[] bare = Digest.hmac(
                signingKeys.current(),
                token.substring("lt_".length(), token.lastIndexOf('.')).getBytes(StandardCharsets.UTF_8));

        for (String forged : List.of(
                parts[0] + "." + (Long.parseLong(parts[1]) + 3_600) + "." + parts[2],
                other.split("\\.", -1)[0] + "." + parts[1] + "." + parts[2],
                token.substring(0, token.lastIndexOf('.') + 1)
                        + Base64.getUrlEncoder().withoutPadding().encodeToString(bare),
                respelled,
                token + " ",
                token + ".",
                "lt_",
                "lt_..",
                "lt_" + "9".repeat(5_000),
                "lt_日本")) {
            assertThat(refusal(authenticate, forged)).as(forged).isEqualTo(Refusal.Kind.UNAUTHENTICATED);
        }
    }

    @Test
    void whoever_only_checks_makes_no_signing_key() {
        assertThat(refusal(authenticate, "lt_" + "0".repeat(64) + ".9999999999." + "A".repeat(43)))
                .isEqualTo(Refusal.Kind.UNAUTHENTICATED);

        assertThat(signingKeys.existing()).isEmpty();
    }
}

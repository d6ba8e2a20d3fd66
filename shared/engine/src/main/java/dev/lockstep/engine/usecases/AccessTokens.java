package dev.lockstep.engine.usecases;

import dev.lockstep.engine.ports.SigningKeys;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Signs tokens that stand for an API key for an hour (HMAC-SHA256), and knows its own again. A token names its key by the SHA-256
 * of that key's secret, by which keys are looked up anyway: nothing is recorded of it, and it ends with its key.
 */
public final class AccessTokens {
    public static final Duration VALID = Duration.ofHours(1);

    private static final String PREFIX = "lt_";
    private static final Pattern SHAPE = Pattern.compile("lt_([0-9a-f]{64}\\.([0-9]{1,12}))\\.([A-Za-z0-9_-]{43})");

    private final SigningKeys keys;
    private final InstantSource clock;

    public AccessTokens(SigningKeys keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    String issue(String keySha256) {
        String claim = keySha256 + "." + clock.instant().plus(VALID).getEpochSecond();
        return PREFIX + claim + "." + signature(keys.current(), claim);
    }

    static boolean isOne(String secret) {
        return secret.startsWith(PREFIX);
    }

    /**
     * The SHA-256 of the key that a token stands for.
     *
     * @throws Refusal where it is none of ours, or has expired
     */
    String keySha256(String token) {
        Matcher parts = SHAPE.matcher(token);
        // While no key has been made, none can have signed: then there is nothing to make one for.
        Optional<byte[]> key = keys.existing();
        if (!parts.matches() || key.isEmpty() || !isSame(signature(key.get(), parts.group(1)), parts.group(3))) {
            throw Refusal.badToken();
        }
        if (!clock.instant().isBefore(Instant.ofEpochSecond(Long.parseLong(parts.group(2))))) {
            throw Refusal.expiredToken();
        }
        return parts.group(1).substring(0, 64);
    }

    /** Of what nothing else starts with that the same key signs, so that none of it passes for a token. */
    private static String signature(byte[] key, String claim) {
        byte[] signature = Digest.hmac(key, ("token#" + claim).getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    }

    private static boolean isSame(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
    }
}

package dev.lockstep.local.stack;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** An API key of the role admin. The deployment is told its SHA-256 alone. */
public record AdminKey(String text) {
    private static final Pattern SHAPE = Pattern.compile("lk_[A-Za-z0-9_-]{43}");
    private static final int BYTES = 32;

    public AdminKey {
        if (!SHAPE.matcher(text).matches()) {
            throw new IllegalArgumentException("an admin key is lk_ and 43 characters");
        }
    }

    public static AdminKey fresh() {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        return new AdminKey("lk_" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }

    /** In lower-case hexadecimal digits. */
    public String sha256() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Without the secret, lest it reach a log. */
    @Override
    public String toString() {
        return "AdminKey[" + text.substring(0, 6) + "…]";
    }
}

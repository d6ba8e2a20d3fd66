package dev.lockstep.engine.execution;

import java.util.Optional;

/**
 * Who did something from outside, and why.
 *
 * @param key the id of the API key, or what stood in for one
 */
public record Actor(String key, Optional<String> reason) {
    private static final String LINK = "link by ";

    /** Somebody without a key, by a link that one with this key has made. */
    public static Actor byLink(String madeBy, Optional<String> reason) {
        return new Actor(LINK + madeBy, reason);
    }

    /** Whether it was done with this key, or by a link that was made with it. */
    public boolean speaksFor(String keyId) {
        return key.equals(keyId) || key.equals(LINK + keyId);
    }

    public boolean isLink() {
        return key.startsWith(LINK);
    }
}

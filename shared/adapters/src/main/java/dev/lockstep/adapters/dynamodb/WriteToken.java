package dev.lockstep.adapters.dynamodb;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Tells one write from all others, even from one of the same content. Where the answer to a write is lost, the SDK sends it again,
 * and its condition then fails on what it wrote itself: the token in the item tells that, and so of two equal claims one wins.
 */
record WriteToken(String value) {
    /** Holds where this write was not made before. The token must be among the values of the update. */
    static final String NOT_YET = "NOT #writer = :writer";

    private static final String NAME = "writer";

    private static final int BYTES = 9;
    private static final SecureRandom RANDOM = new SecureRandom();

    static WriteToken fresh() {
        byte[] token = new byte[BYTES];
        RANDOM.nextBytes(token);
        return new WriteToken(Base64.getUrlEncoder().withoutPadding().encodeToString(token));
    }

    void putInto(Map<String, AttributeValue> item) {
        item.put(NAME, Attributes.of(value));
    }

    boolean wrote(Map<String, AttributeValue> item) {
        return Attributes.optionalText(item, NAME).equals(Optional.of(value));
    }
}

package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.live.Connection;
import dev.lockstep.engine.live.Follower;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Connections, and what they follow, as items that expire. */
final class ConnectionItem {
    /** Of which revision it was told when it began; it has not begun without. */
    static final String TOLD = "told";
    /** There where it was not told of something, since it had not begun. */
    static final String MISSED = "missed";

    static final String EXPIRES_AT = "expires_at";

    private static final String WORKSPACE = "workspace";

    private ConnectionItem() {}

    static Map<String, AttributeValue> write(Connection connection) {
        Map<String, AttributeValue> item = expiring(Keys.connection(connection.id()), connection.expiresAt());
        item.put(WORKSPACE, Attributes.of(connection.workspace().name()));
        return item;
    }

    static Connection read(String id, Map<String, AttributeValue> item) {
        return new Connection(
                id,
                new Workspace(Attributes.text(item, WORKSPACE)),
                Instant.ofEpochSecond(Attributes.number(item, EXPIRES_AT)));
    }

    static Map<String, AttributeValue> expiring(Map<String, AttributeValue> key, Instant expiresAt) {
        Map<String, AttributeValue> item = new HashMap<>(key);
        item.put(EXPIRES_AT, Attributes.of(expiresAt.getEpochSecond()));
        return item;
    }

    static boolean isBegun(Map<String, AttributeValue> item) {
        return item.containsKey(TOLD);
    }

    static Follower follower(String connection, Map<String, AttributeValue> item) {
        return new Follower(
                connection,
                Attributes.optionalNumber(item, TOLD).map(OptionalLong::of).orElse(OptionalLong.empty()));
    }
}

package dev.lockstep.engine.live;

import java.util.OptionalLong;

/**
 * A connection that follows something.
 *
 * @param told the revision of which it was told before it began to hear of what happens; empty while it has not begun
 */
public record Follower(String connection, OptionalLong told) {
    /** One that is told of everything. */
    public static Follower fromTheStart(String connection) {
        return new Follower(connection, OptionalLong.of(0));
    }
}

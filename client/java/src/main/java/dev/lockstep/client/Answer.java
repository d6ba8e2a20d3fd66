package dev.lockstep.client;

import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * What the server answered.
 *
 * @param ahead by how much the server's clock is ahead of ours, to a second
 */
record Answer(Call call, int status, JsonNode body, Duration ahead) {
    <T> T as(Class<T> type) {
        return Json.read(this, type);
    }

    /** What is left of our time until an instant of the server's, seen from a moment of ours. */
    Duration until(Instant theirs, Instant ours) {
        return Duration.between(ours.plus(ahead), theirs);
    }
}

package dev.lockstep.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What the server answered.
 *
 * @param text as it came; empty where there is nothing to say
 * @param ahead by how much the server's clock is ahead of ours, to a second
 */
public record Answer(Call call, int status, String text, Duration ahead) {
    /**
     * The answer as a tree; a missing node where there is nothing to say.
     *
     * @throws LockstepException where it is not JSON
     */
    public JsonNode json() {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JacksonException e) {
            throw nonsense(e);
        }
    }

    /**
     * The answer as what it says, such as a {@link Run}.
     *
     * @throws LockstepException where it says something else
     */
    public <T> T as(Class<T> type) {
        try {
            // Of null, Jackson makes a null.
            return Optional.ofNullable(Json.MAPPER.treeToValue(json(), type)).orElseThrow(() -> nonsense(null));
        } catch (JacksonException e) {
            throw nonsense(e);
        }
    }

    private LockstepException nonsense(@Nullable JacksonException cause) {
        return LockstepException.nonsense(call.toString(), status, cause);
    }

    /** What is left of our time until an instant of the server's, seen from a moment of ours. */
    Duration until(Instant theirs, Instant ours) {
        return Duration.between(ours.plus(ahead), theirs);
    }
}

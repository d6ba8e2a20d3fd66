package dev.lockstep.client;

import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/** What came of a task. */
public sealed interface TaskResult {
    /**
     * It is done.
     *
     * @param output an object
     * @param credits what the attempt counts as in the usage of the run, where that is not what the step says
     */
    record Completed(JsonNode output, OptionalInt credits) implements TaskResult {
        public Completed withCredits(int value) {
            return new Completed(output, OptionalInt.of(value));
        }
    }

    /**
     * It went wrong.
     *
     * @param error a name, which the step's {@code retry.on} may list
     * @param retryable whether another attempt may be made, if the step's policy has one
     */
    record Failed(String error, String message, boolean retryable) implements TaskResult {}

    /**
     * @param output whatever Jackson writes as an object: a map, a record, a tree
     */
    static Completed completed(Object output) {
        return new Completed(Json.tree(output), OptionalInt.empty());
    }

    static Failed failed(String error, String message) {
        return new Failed(error, message, true);
    }

    /** It went wrong, and would again. */
    static Failed failedForGood(String error, String message) {
        return new Failed(error, message, false);
    }
}

package dev.lockstep.client;

import java.util.Optional;
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
     * @param details an object for the steps that handle it; one of more than 32 KiB is left out
     */
    record Failed(String error, String message, boolean retryable, Optional<JsonNode> details) implements TaskResult {
        /**
         * @param told whatever Jackson writes as an object: a map, a record, a tree
         */
        public Failed withDetails(Object told) {
            return new Failed(error, message, retryable, Optional.of(Json.tree(told)));
        }

        Failed withoutDetails() {
            return new Failed(error, message, retryable, Optional.empty());
        }
    }

    /**
     * @param output whatever Jackson writes as an object: a map, a record, a tree
     */
    static Completed completed(Object output) {
        return new Completed(Json.tree(output), OptionalInt.empty());
    }

    static Failed failed(String error, String message) {
        return new Failed(error, message, true, Optional.empty());
    }

    /** It went wrong, and would again. */
    static Failed failedForGood(String error, String message) {
        return new Failed(error, message, false, Optional.empty());
    }
}

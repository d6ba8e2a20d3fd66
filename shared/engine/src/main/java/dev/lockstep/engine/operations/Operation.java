package dev.lockstep.engine.operations;

import dev.lockstep.engine.data.DataType;
import dev.lockstep.engine.definition.Faults;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What an automatic stage does: a typed function of its input and its configuration. */
public interface Operation {
    /** The name by which definitions call it, as in {@code TextOperation.Reverse}. */
    String type();

    /** What it is to people. */
    String title();

    /** The type of its input. */
    DataType takes();

    /** The type of its output, given its input's. */
    DataType gives(DataType input);

    /** Its fields, in order. */
    default List<ConfigField> config() {
        return List.of();
    }

    /** Whether a step of this type must have an input of its own, rather than the output of the step before it. */
    default boolean needsOwnInput() {
        return false;
    }

    /** Whether running it twice differs from running it once, to the world outside. */
    default boolean hasEffects() {
        return false;
    }

    /** Whether there is anything to run: not for control flow, nor for what somebody else does. */
    default boolean isRun() {
        return true;
    }

    /**
     * Tells what is wrong with a configuration beyond what its fields' schemas say.
     *
     * @param config the fields that hold no template; another may be there all the same, and is checked when it runs
     */
    default void check(ObjectNode config, String path, Faults faults) {}

    /**
     * When it is to be run, if not at once. It is asked when its step is reached, and the answer is recorded: later attempts
     * do not ask again.
     *
     * @param reachedAt the time now
     * @throws OperationFailure where its configuration does not tell
     */
    default Optional<Instant> notBefore(Call call, Instant reachedAt) throws OperationFailure {
        return Optional.empty();
    }

    /**
     * Does it.
     *
     * @return data of the type that it gives
     * @throws OperationFailure by name, for what can go wrong
     */
    JsonNode run(Call call) throws OperationFailure;
}

package dev.lockstep.engine.operations;

import dev.lockstep.engine.data.DataType;
import tools.jackson.databind.JsonNode;

public interface Operation {
    String type();

    String title();

    DataType takes();

    DataType gives(DataType input);

    default boolean hasEffects() {
        return false;
    }

    JsonNode run(Call call) throws OperationFailure;
}

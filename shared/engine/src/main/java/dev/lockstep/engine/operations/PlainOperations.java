package dev.lockstep.engine.operations;

import dev.lockstep.engine.data.DataType;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Operations that pass on what they are given. */
final class PlainOperations {
    private PlainOperations() {}

    static List<Operation> all() {
        return List.of(new StaticTextInput(), new Echo());
    }

    private record StaticTextInput() implements Operation {
        @Override
        public String type() {
            return "StaticTextInput";
        }

        @Override
        public String title() {
            return "Gives the text that the step's input holds";
        }

        @Override
        public DataType takes() {
            return DataType.TEXT;
        }

        @Override
        public DataType gives(DataType input) {
            return DataType.TEXT;
        }

        @Override
        public boolean needsOwnInput() {
            return true;
        }

        @Override
        public JsonNode run(Call call) {
            return call.input();
        }
    }

    private record Echo() implements Operation {
        @Override
        public String type() {
            return "Echo";
        }

        @Override
        public String title() {
            return "Gives what it takes";
        }

        @Override
        public DataType takes() {
            return DataType.ANY;
        }

        @Override
        public DataType gives(DataType input) {
            return input;
        }

        @Override
        public JsonNode run(Call call) {
            return call.input();
        }
    }
}

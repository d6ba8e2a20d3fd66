package dev.lockstep.engine.operations;

import dev.lockstep.engine.data.DataType;
import dev.lockstep.engine.data.Json;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Operations that do nothing with what they are given, but pass it on or not. */
final class PlainOperations {
    private PlainOperations() {}

    static List<Operation> all() {
        return List.of(new StaticTextInput(), new Echo(), new Fail());
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

    private record Fail() implements Operation {
        @Override
        public String type() {
            return "Fail";
        }

        @Override
        public String title() {
            return "Fails, with an error of the definition's own";
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
        public List<ConfigField> config() {
            ObjectNode name = Json.object().put("type", "string").put("pattern", "^[A-Za-z0-9_.-]{1,128}$");
            return List.of(
                    new ConfigField("error", name, true, "The error's name, for retry policies and readers"),
                    ConfigField.text("message", "What it says"),
                    ConfigField.object("details", "What the steps that handle it may want to know"));
        }

        @Override
        public JsonNode run(Call call) throws OperationFailure {
            OperationFailure failure = new OperationFailure(
                    call.config().path("error").asString("Failed"),
                    call.config().path("message").asString(""));
            throw call.config().get("details") instanceof ObjectNode details ? failure.with(details) : failure;
        }
    }
}

package dev.lockstep.engine.operations;

import dev.lockstep.engine.data.DataType;
import dev.lockstep.engine.definition.Faults;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An operation of the text family, made of its function. */
record TextOperation(
        String name, String title, DataType takes, DataType gives, List<ConfigField> config, Check checks, Body body)
        implements Operation {

    interface Body {
        JsonNode run(Call call) throws OperationFailure;
    }

    interface Check {
        void check(ObjectNode config, String path, Faults faults);
    }

    TextOperation(String name, String title, DataType takes, DataType gives, List<ConfigField> config, Body body) {
        this(name, title, takes, gives, config, (fields, path, faults) -> {}, body);
    }

    @Override
    public String type() {
        return "TextOperation." + name;
    }

    @Override
    public DataType gives(DataType input) {
        return gives;
    }

    @Override
    public void check(ObjectNode fields, String path, Faults faults) {
        checks.check(fields, path, faults);
    }

    @Override
    public JsonNode run(Call call) throws OperationFailure {
        return body.run(call);
    }
}

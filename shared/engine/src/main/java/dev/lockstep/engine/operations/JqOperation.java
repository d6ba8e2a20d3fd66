package dev.lockstep.engine.operations;

import dev.lockstep.engine.data.DataType;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.data.Paths;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.jq.Jq;
import dev.lockstep.engine.jq.JqException;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code Json.Jq}: gives what a filter in jq's language makes of the input. */
record JqOperation() implements UntypedOperation {
    private static final String FILTER = "filter";
    private static final String RESULTS = "results";
    private static final String FIRST = "first";
    private static final String ALL = "all";

    @Override
    public String type() {
        return "Json.Jq";
    }

    @Override
    public String title() {
        return "Gives what a filter in jq's language makes of the input";
    }

    @Override
    public List<ConfigField> config() {
        ObjectNode text = Json.object().put("type", "string").put("minLength", 1);
        return List.of(
                new ConfigField(FILTER, text, true, "jq over the step's input", true),
                ConfigField.choice(
                        RESULTS,
                        List.of(FIRST, ALL),
                        "Whether the output is the first of the filter's results, which is the default, or a list of all"));
    }

    @Override
    public void check(ObjectNode config, String path, Faults faults) {
        if (config.path(FILTER).isString()) {
            Jq.parse(config.path(FILTER).stringValue(), Paths.field(path, FILTER), faults);
        }
    }

    @Override
    public JsonNode run(Call call) throws OperationFailure {
        Faults faults = new Faults();
        Jq filter = Jq.parse(call.text(FILTER, ""), FILTER, faults);
        if (!faults.isEmpty()) {
            throw new OperationFailure("SyntaxError", faults.list().get(0).message());
        }
        try {
            List<JsonNode> results = filter.run(call.input());
            boolean all = call.text(RESULTS, FIRST).equals(ALL);
            return Output.bounded(DataType.wrap(all ? Json.array().addAll(results) : first(results)));
        } catch (JqException e) {
            throw new OperationFailure(e.name(), String.valueOf(e.getMessage()));
        }
    }

    private static JsonNode first(List<JsonNode> results) {
        return results.isEmpty() ? JsonNodeFactory.instance.nullNode() : results.getFirst();
    }
}

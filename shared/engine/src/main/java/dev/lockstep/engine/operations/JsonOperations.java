package dev.lockstep.engine.operations;

import dev.lockstep.engine.data.DataType;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.data.Paths;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.expression.EvaluationException;
import dev.lockstep.engine.expression.Expression;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Operations on JSON. */
final class JsonOperations {
    private JsonOperations() {}

    static List<Operation> all() {
        return List.of(
                new JsonOperation(
                        "Transform",
                        "Gives what a JSONata expression makes of the input",
                        List.of(ConfigField.expression("expression", "JSONata over the step's input")
                                .must()),
                        JsonOperations::transform),
                new JsonOperation(
                        "Select",
                        "Gives what is at a path of the input",
                        List.of(
                                ConfigField.expression("path", "JSONata path in the step's input")
                                        .must(),
                                ConfigField.any("default", "What to give where there is nothing at the path")),
                        JsonOperations::select),
                new JsonOperation(
                        "Merge",
                        "Merges an object into the input (JSON Merge Patch, RFC 7386)",
                        List.of(ConfigField.object("with", "What to merge; null removes a field")
                                .must()),
                        call -> Output.bounded(merge(call.input(), call.config().path("with")))),
                new JqOperation());
    }

    private record JsonOperation(String name, String title, List<ConfigField> config, TextOperation.Body body)
            implements UntypedOperation {
        @Override
        public String type() {
            return "Json." + name;
        }

        @Override
        public void check(ObjectNode fields, String path, Faults faults) {
            for (ConfigField field : config) {
                if (field.raw() && fields.path(field.name()).isString()) {
                    String source = fields.path(field.name()).stringValue();
                    Expression.parse(source, Paths.field(path, field.name()), faults);
                }
            }
        }

        @Override
        public JsonNode run(Call call) throws OperationFailure {
            return body.run(call);
        }
    }

    private static JsonNode transform(Call call) throws OperationFailure {
        return Output.bounded(DataType.wrap(find(call, "expression").orElseGet(JsonOperations::nothing)));
    }

    private static JsonNode select(Call call) throws OperationFailure {
        Optional<JsonNode> found =
                find(call, "path").or(() -> Optional.ofNullable(call.config().get("default")));
        if (found.isEmpty()) {
            throw new OperationFailure(
                    "PathNotFound", "there is nothing at " + call.text("path", "") + " of the input");
        }
        return Output.bounded(DataType.wrap(found.get()));
    }

    private static JsonNode nothing() {
        return Json.read("null");
    }

    private static Optional<JsonNode> find(Call call, String field) throws OperationFailure {
        Faults faults = new Faults();
        Expression expression = Expression.parse(call.text(field, ""), field, faults);
        if (!faults.isEmpty()) {
            throw new OperationFailure("ExpressionFailed", faults.list().get(0).message());
        }
        try {
            return expression.find(call.input());
        } catch (EvaluationException e) {
            throw new OperationFailure("ExpressionFailed", String.valueOf(e.getMessage()));
        }
    }

    private static JsonNode merge(JsonNode target, JsonNode patch) {
        if (!patch.isObject()) {
            return patch;
        }
        ObjectNode merged = Json.object();
        if (target.isObject()) {
            target.properties().forEach(property -> merged.set(property.getKey(), property.getValue()));
        }
        for (Map.Entry<String, JsonNode> change : patch.properties()) {
            if (change.getValue().isNull()) {
                merged.remove(change.getKey());
            } else {
                merged.set(change.getKey(), merge(merged.path(change.getKey()), change.getValue()));
            }
        }
        return merged;
    }
}

package dev.lockstep.engine.expression;

import dev.lockstep.engine.data.Json;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A part of a template. */
sealed interface Node {
    /** Data without expressions. */
    record Literal(JsonNode value) implements Node {}

    /** A text that is one expression, and yields its value as it is. */
    record Value(Program program) implements Node {}

    /** A text around expressions; each part is a String or a Program. */
    record Text(List<Part> parts) implements Node {}

    record Items(List<Node> elements) implements Node {}

    record Fields(Map<String, Node> fields) implements Node {}

    /** A part of a text. */
    sealed interface Part {
        record Plain(String text) implements Part {}

        record Computed(Program program) implements Part {}
    }

    /** What it is without evaluating anything, where all of its parts are literal. */
    default JsonNode constant() {
        return switch (this) {
            case Literal literal -> literal.value();
            case Items items -> {
                ArrayNode array = Json.array();
                items.elements().forEach(element -> array.add(element.constant()));
                yield array;
            }
            case Fields fields -> {
                ObjectNode object = Json.object();
                fields.fields().forEach((name, field) -> object.set(name, field.constant()));
                yield object;
            }
            case Value value -> throw new IllegalStateException("an expression is no constant");
            case Text text -> throw new IllegalStateException("an expression is no constant");
        };
    }

    default JsonNode evaluate(Evaluation evaluation) throws EvaluationException {
        return switch (this) {
            case Literal literal -> literal.value();
            case Value value -> evaluation.value(value.program()).orElseGet(JsonNodeFactory.instance::nullNode);
            case Text text -> {
                StringBuilder joined = new StringBuilder();
                for (Part part : text.parts()) {
                    joined.append(
                            switch (part) {
                                case Part.Plain plain -> plain.text();
                                case Part.Computed computed -> evaluation.text(computed.program());
                            });
                }
                yield JsonNodeFactory.instance.stringNode(joined.toString());
            }
            case Items items -> {
                ArrayNode array = Json.array();
                for (Node element : items.elements()) {
                    array.add(element.evaluate(evaluation));
                }
                yield array;
            }
            case Fields fields -> {
                ObjectNode object = Json.object();
                for (Map.Entry<String, Node> field : fields.fields().entrySet()) {
                    object.set(field.getKey(), field.getValue().evaluate(evaluation));
                }
                yield object;
            }
        };
    }
}

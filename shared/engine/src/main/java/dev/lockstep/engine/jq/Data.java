package dev.lockstep.engine.jq;

import dev.lockstep.engine.data.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Data as a query takes it and gives it. */
final class Data {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Run run;

    Data(Run run) {
        this.run = run;
    }

    Value value(JsonNode node) {
        run.meter().enter();
        Value value = switch (node.getNodeType()) {
            case OBJECT -> {
                Map<String, Value> fields = new LinkedHashMap<>();
                node.properties().forEach(field -> fields.put(field.getKey(), value(field.getValue())));
                run.meter().allocate(Meter.OBJECT + (long) Meter.FIELD * fields.size());
                yield new Obj(fields);
            }
            case ARRAY -> {
                List<Value> elements = new ArrayList<>(node.size());
                node.forEach(element -> elements.add(value(element)));
                run.meter().allocate(Meter.OBJECT + (long) Meter.ELEMENT * elements.size());
                yield new Arr(elements);
            }
            case STRING -> new Value.Text(node.stringValue());
            case NUMBER -> node.isInt() ? new Value.Num(node.intValue()) : Value.Num.of(node.decimalValue());
            case BOOLEAN -> Value.Bool.of(node.booleanValue());
            default -> Value.Null.NULL;
        };
        run.meter().leave();
        return value;
    }

    JsonNode node(Value value) {
        return node(value, 0);
    }

    private JsonNode node(Value value, int depth) {
        run.meter().tick();
        run.meter().allocate(Meter.ELEMENT);
        return switch (value) {
            case Value.Null nothing -> NODES.nullNode();
            case Value.Bool bool -> NODES.booleanNode(bool.holds());
            case Value.Num number -> number(number);
            case Value.Text text -> text(text.text());
            case Arr array -> {
                run.meter().allocate(Meter.OBJECT);
                ArrayNode node = Json.array();
                for (Value element : array.elements(run.meter())) {
                    node.add(node(element, deeper(depth)));
                }
                yield node;
            }
            case Obj object -> {
                run.meter().allocate(Meter.OBJECT);
                ObjectNode node = Json.object();
                for (Map.Entry<String, Value> field : object.fields(run.meter()).entrySet()) {
                    run.meter().allocate(Meter.FIELD);
                    node.set(field.getKey(), node(field.getValue(), deeper(depth)));
                }
                yield node;
            }
        };
    }

    private static int deeper(int depth) {
        if (depth >= Json.MAX_DEPTH) {
            throw new JqError("the result nests more than " + Json.MAX_DEPTH + " deep");
        }
        return depth + 1;
    }

    private JsonNode text(String text) {
        run.meter().allocate(2L * text.length());
        return NODES.stringNode(text);
    }

    /** What is no number is null, and what is past all numbers is the greatest there is. */
    private static JsonNode number(Value.Num number) {
        if (number.exact().isPresent()) {
            return NODES.numberNode(number.exact().get().toBigInteger());
        }
        double value = number.number();
        if (Double.isNaN(value)) {
            return NODES.nullNode();
        }
        return Double.isInfinite(value) ? NODES.numberNode(Math.copySign(Double.MAX_VALUE, value)) : Json.number(value);
    }
}

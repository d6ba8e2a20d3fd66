package dev.lockstep.engine.script;

import dev.lockstep.engine.data.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Data as a script takes it and gives it. */
final class Data {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Machine machine;

    Data(Machine machine) {
        this.machine = machine;
    }

    Value value(JsonNode node) {
        machine.meter().enter();
        Value value = switch (node.getNodeType()) {
            case OBJECT -> object(node);
            case ARRAY -> list(node);
            case STRING -> new Value.Text(node.stringValue());
            case NUMBER -> new Value.Num(node.doubleValue());
            case BOOLEAN -> Value.Bool.of(node.booleanValue());
            default -> Value.Nothing.NULL;
        };
        machine.meter().leave();
        return value;
    }

    private Value object(JsonNode node) {
        Obj object = new Obj();
        machine.meter().allocate(Meter.OBJECT);
        node.properties().forEach(field -> machine.properties().put(object, field.getKey(), value(field.getValue())));
        return object;
    }

    private Value list(JsonNode node) {
        List<Value> elements = new ArrayList<>(node.size());
        node.forEach(element -> elements.add(value(element)));
        machine.meter().allocate(Meter.OBJECT + (long) Meter.ELEMENT * elements.size());
        return new Arr(elements);
    }

    /** As {@code JSON.stringify} has it: what is no data is left out of an object, and is null elsewhere. */
    JsonNode node(Value value) {
        return node(value, 0);
    }

    private JsonNode node(Value value, int depth) {
        machine.meter().tick();
        machine.meter().allocate(Meter.ELEMENT);
        return switch (value) {
            case Value.Nothing nothing -> NODES.nullNode();
            case Value.Bool bool -> NODES.booleanNode(bool.holds());
            case Value.Num number -> number(number.number());
            case Value.Text text -> text(text.text());
            case Obj obj -> node(obj, deeper(depth));
            case Arr list -> node(list, deeper(depth));
            case Moment moment ->
                Double.isNaN(moment.millis()) ? NODES.nullNode() : text(DateBuiltins.iso(moment.millis()));
            case Fn function -> NODES.nullNode();
            case Keyed keyed -> Json.object();
            case Regex regex -> Json.object();
        };
    }

    private int deeper(int depth) {
        if (depth >= Json.MAX_DEPTH) {
            throw machine.typeError("the result nests more than " + Json.MAX_DEPTH + " deep, or holds itself");
        }
        return depth + 1;
    }

    private JsonNode text(String text) {
        machine.meter().allocate(2L * text.length());
        return NODES.stringNode(text);
    }

    private static JsonNode number(double number) {
        return Double.isFinite(number) ? Json.number(number) : NODES.nullNode();
    }

    private JsonNode node(Obj obj, int depth) {
        ObjectNode node = Json.object();
        for (String key : machine.properties().keys(obj)) {
            Value value = machine.properties().get(obj, key);
            if (value != Value.Nothing.UNDEFINED && !(value instanceof Fn)) {
                machine.meter().allocate(2L * key.length());
                node.set(key, node(value, depth));
            }
        }
        return node;
    }

    private JsonNode node(Arr list, int depth) {
        ArrayNode node = Json.array();
        for (Value element : list.elements()) {
            node.add(node(element, depth));
        }
        return node;
    }
}

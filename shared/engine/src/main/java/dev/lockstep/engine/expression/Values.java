package dev.lockstep.engine.expression;

import com.dashjoin.jsonata.Jsonata;
import dev.lockstep.engine.data.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON as the library takes it and gives it back. */
final class Values {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Values() {}

    /** The library adds an element to an empty list that it groups; the document must not change under an evaluation. */
    private static final class NoElements extends ArrayList<Object> {
        @Override
        public boolean add(Object element) {
            return false;
        }
    }

    static Object fromJson(JsonNode node, Meter meter) {
        return switch (node.getNodeType()) {
            case OBJECT -> fromObject(node, meter);
            case ARRAY -> fromArray(node, meter);
            case STRING -> known(node.stringValue(), meter);
            case NUMBER -> node.numberValue();
            case BOOLEAN -> node.booleanValue();
            default -> Jsonata.NULL_VALUE;
        };
    }

    private static Object known(String text, Meter meter) {
        meter.know(text, new Meter.Measure(text.length() + 1L, 0));
        return text;
    }

    private static Object fromArray(JsonNode node, Meter meter) {
        if (node.isEmpty()) {
            return new NoElements();
        }
        List<Object> list = new ArrayList<>(node.size());
        long weight = 1;
        int depth = 0;
        for (JsonNode element : node) {
            Object value = fromJson(element, meter);
            list.add(value);
            Meter.Measure measure = meter.measure(value, 0);
            weight += measure.weight();
            depth = Math.max(depth, measure.depth());
        }
        meter.know(list, new Meter.Measure(weight, depth + 1));
        return list;
    }

    private static Object fromObject(JsonNode node, Meter meter) {
        Map<String, Object> map = new LinkedHashMap<>();
        long weight = 1;
        int depth = 0;
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            Object value = fromJson(property.getValue(), meter);
            map.put(property.getKey(), value);
            Meter.Measure measure = meter.measure(value, 0);
            weight += measure.weight() + property.getKey().length();
            depth = Math.max(depth, measure.depth());
        }
        meter.know(map, new Meter.Measure(weight, depth + 1));
        return map;
    }

    static JsonNode toJson(@Nullable Object value) throws EvaluationException {
        if (value == null || Jsonata.NULL_VALUE.equals(value)) {
            return NODES.nullNode();
        }
        if (value instanceof String text) {
            return NODES.stringNode(text);
        }
        if (value instanceof Boolean truth) {
            return NODES.booleanNode(truth);
        }
        if (value instanceof Number number) {
            return number(number);
        }
        if (value instanceof List<?> list) {
            ArrayNode array = Json.array();
            for (Object element : list) {
                array.add(toJson(element));
            }
            return array;
        }
        if (value instanceof Map<?, ?> map) {
            ObjectNode object = Json.object();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                object.set(String.valueOf(entry.getKey()), toJson(entry.getValue()));
            }
            return object;
        }
        throw new EvaluationException("the result holds a function, which is not data");
    }

    private static JsonNode number(Number number) throws EvaluationException {
        return switch (number) {
            case Integer value -> NODES.numberNode(value);
            case Long value -> NODES.numberNode(value);
            case Short value -> NODES.numberNode(value);
            case BigInteger value -> NODES.numberNode(value);
            case BigDecimal value -> NODES.numberNode(value);
            default -> {
                double value = number.doubleValue();
                if (!Double.isFinite(value)) {
                    throw new EvaluationException("the result holds a number out of range");
                }
                yield NODES.numberNode(value);
            }
        };
    }

    /** JSONata's cast to a boolean. */
    static boolean truth(JsonNode value) {
        return switch (value.getNodeType()) {
            case BOOLEAN -> value.booleanValue();
            case STRING -> !value.stringValue().isEmpty();
            case NUMBER -> value.doubleValue() != 0;
            case OBJECT -> !value.isEmpty();
            case ARRAY -> value.valueStream().anyMatch(Values::truth);
            default -> false;
        };
    }
}

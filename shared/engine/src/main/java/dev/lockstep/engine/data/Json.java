package dev.lockstep.engine.data;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The one way in which JSON text is read and written: strict about doubled names and about what follows the value, and
 * bounded in depth and in the length of numbers and names, so that no text can exhaust the reader.
 */
public final class Json {
    /** How deep arrays and objects may nest. */
    public static final int MAX_DEPTH = 64;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(64)
                            .maxNameLength(1024)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
            .build();

    private Json() {}

    /**
     * Reads one JSON value.
     *
     * @throws MalformedJson where the text is not exactly one JSON value within the bounds
     */
    public static JsonNode parse(String text) throws MalformedJson {
        try {
            JsonNode node = MAPPER.readTree(text);
            if (node == null || node.isMissingNode()) {
                throw new MalformedJson("a JSON value is expected, the text is empty", 1, 1);
            }
            return finite(node);
        } catch (JacksonException e) {
            TokenStreamLocation at = e.getLocation();
            throw new MalformedJson(
                    e.getOriginalMessage(), at == null ? 1 : at.getLineNr(), at == null ? 1 : at.getColumnNr());
        }
    }

    /** Reads text that this project wrote itself, where a fault is a defect. */
    public static JsonNode read(String text) {
        try {
            return parse(text);
        } catch (MalformedJson e) {
            throw new IllegalStateException("stored JSON cannot be read", e);
        }
    }

    /** The compact text of a value. */
    public static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /** Turns a record into its JSON form. */
    public static JsonNode toTree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** Turns a JSON form that this project wrote back into its record. */
    public static <T> T fromTree(JsonNode tree, Class<T> type) {
        return MAPPER.treeToValue(tree, type);
    }

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** A number past a double's range would be read as infinity, which JSON cannot write back. */
    private static JsonNode finite(JsonNode node) throws MalformedJson {
        if (node.isFloatingPointNumber() && !Double.isFinite(node.doubleValue())) {
            throw new MalformedJson("a number is out of range", 1, 1);
        }
        for (JsonNode child : node) {
            finite(child);
        }
        return node;
    }
}

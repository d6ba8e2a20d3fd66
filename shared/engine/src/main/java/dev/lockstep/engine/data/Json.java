package dev.lockstep.engine.data;

import java.io.OutputStream;
import java.util.Optional;
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
 * The one way in which JSON text is read and written. What comes from outside is read strictly: doubled names, what follows
 * the value, and what is no Unicode are refused, and depth and the lengths of numbers and names are bounded, so that no text
 * can exhaust the reader. What this project wrote is read back whatever it is wrapped in.
 */
public final class Json {
    /** How deep arrays and objects may nest. */
    public static final int MAX_DEPTH = 64;

    private static final int LONGEST_NAME = 1024;

    private static final double MOST_WHOLE = 9_007_199_254_740_992.0;

    /** Room for whatever this project puts around data within its bounds. */
    private static final int OWN_DEPTH = 500;

    private static final JsonMapper MAPPER = mapper(StreamReadConstraints.builder()
            .maxNestingDepth(MAX_DEPTH)
            .maxNumberLength(64)
            .maxNameLength(LONGEST_NAME));

    private static final JsonMapper OWN =
            mapper(StreamReadConstraints.builder().maxNestingDepth(OWN_DEPTH).maxNameLength(Integer.MAX_VALUE));

    private static JsonMapper mapper(StreamReadConstraints.Builder constraints) {
        return JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(constraints.build())
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
                .build();
    }

    private Json() {}

    /**
     * Reads one JSON value.
     *
     * @throws MalformedJson where the text is not exactly one JSON value within the bounds
     */
    public static JsonNode parse(String text) throws MalformedJson {
        JsonNode node = parse(text, MAPPER);
        Optional<String> flaw = flaw(node);
        if (flaw.isPresent()) {
            throw new MalformedJson(flaw.get(), 1, 1);
        }
        return node;
    }

    private static JsonNode parse(String text, JsonMapper mapper) throws MalformedJson {
        try {
            JsonNode node = mapper.readTree(text);
            if (node == null || node.isMissingNode()) {
                throw new MalformedJson("a JSON value is expected, the text is empty", 1, 1);
            }
            return node;
        } catch (JacksonException e) {
            TokenStreamLocation at = e.getLocation();
            throw new MalformedJson(
                    e.getOriginalMessage(), at == null ? 1 : at.getLineNr(), at == null ? 1 : at.getColumnNr());
        }
    }

    /** Reads text that this project wrote itself, where a fault is a defect. */
    public static JsonNode read(String text) {
        try {
            return parse(text, OWN);
        } catch (MalformedJson e) {
            throw new IllegalStateException("stored JSON cannot be read", e);
        }
    }

    /** The compact text of a value. */
    public static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /** How many bytes the compact text has in UTF-8, told without building it. */
    public static long size(JsonNode value) {
        CountingStream bytes = new CountingStream();
        MAPPER.writeValue(bytes, value);
        return bytes.count;
    }

    private static final class CountingStream extends OutputStream {
        private long count;

        @Override
        public void write(int b) {
            count++;
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            count += length;
        }
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

    /** A finite number, which is written without a point where it is whole and a double tells it from those beside it. */
    public static JsonNode number(double number) {
        if (number == (int) number) {
            return JsonNodeFactory.instance.numberNode((int) number);
        }
        return number == Math.rint(number) && Math.abs(number) <= MOST_WHOLE
                ? JsonNodeFactory.instance.numberNode((long) number)
                : JsonNodeFactory.instance.numberNode(number);
    }

    /** What about a value, however it came about, keeps it from being data that travels; empty where nothing does. */
    public static Optional<String> flaw(JsonNode value) {
        return flaw(value, value.isContainer() ? 1 : 0);
    }

    private static Optional<String> flaw(JsonNode value, int depth) {
        if (depth > MAX_DEPTH) {
            return Optional.of("arrays and objects nest at most " + MAX_DEPTH + " deep");
        }
        // One past a double's range would be read as infinity, which JSON cannot write back.
        if (value.isFloatingPointNumber() && !Double.isFinite(value.doubleValue())) {
            return Optional.of("a number is out of range");
        }
        if (value.isString() && !isUnicode(value.stringValue())) {
            return Optional.of("a text has half a surrogate pair, which is no character");
        }
        for (String name : value.propertyNames()) {
            if (name.length() > LONGEST_NAME) {
                return Optional.of("a name has at most " + LONGEST_NAME + " characters");
            }
            if (!isUnicode(name)) {
                return Optional.of("a name has half a surrogate pair, which is no character");
            }
        }
        for (JsonNode child : value) {
            Optional<String> flaw = flaw(child, child.isContainer() ? depth + 1 : depth);
            if (flaw.isPresent()) {
                return flaw;
            }
        }
        return Optional.empty();
    }

    /** Half a pair would be stored as a question mark, and so would come back as another text. */
    private static boolean isUnicode(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}

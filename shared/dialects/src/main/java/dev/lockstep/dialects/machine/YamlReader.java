package dev.lockstep.dialects.machine;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.data.Paths;
import dev.lockstep.engine.definition.Fault;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads YAML 1.2 as JSON: one document of mappings, lists and plain values. What it may cost is bounded before any of it is built:
 * the depth, and how much there is, aliases counted as often as they stand for something.
 */
final class YamlReader {
    /** How many values there may be. */
    private static final int MOST = 50_000;

    private static final int LONGEST_NUMBER = 64;

    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setSchema(new CoreSchema())
            .setCodePointLimit(1024 * 1024)
            .setMaxAliasesForCollections(50)
            .build();

    private final Lines lines = new Lines();
    private final List<Fault> faults = new ArrayList<>();
    private int left = MOST;

    private YamlReader() {}

    static Source read(String text) throws MalformedText {
        try {
            YamlBounds.check(text, SETTINGS);
            Node root = new Compose(SETTINGS)
                    .composeString(text)
                    .orElseThrow(() -> new MalformedText("the text is empty", 1, 1));
            YamlReader reader = new YamlReader();
            JsonNode definition = reader.convert(root, "", 1);
            Optional<String> flaw = Json.flaw(definition);
            if (flaw.isPresent()) {
                throw new MalformedText(flaw.get(), 1, 1);
            }
            return new Source(definition, reader.lines, reader.faults);
        } catch (MarkedYamlEngineException e) {
            throw malformed(String.valueOf(e.getProblem()), e.getProblemMark());
        } catch (YamlEngineException | IllegalArgumentException | IndexOutOfBoundsException e) {
            // The library's scanner throws the latter two for some escapes that stand for no character.
            throw new MalformedText(String.valueOf(e.getMessage()), 1, 1);
        }
    }

    private JsonNode convert(Node node, String path, int depth) throws MalformedText {
        if (depth > Json.MAX_DEPTH || --left < 0) {
            throw malformed(
                    depth > Json.MAX_DEPTH
                            ? "mappings and lists nest at most " + Json.MAX_DEPTH + " deep"
                            : "there are more than " + MOST + " values, aliases counted by what they stand for",
                    node.getStartMark());
        }
        return switch (node) {
            case MappingNode mapping -> object(mapping, path, depth);
            case SequenceNode sequence -> array(sequence, path, depth);
            case ScalarNode scalar -> scalar(scalar);
            default -> throw malformed("this is no value", node.getStartMark());
        };
    }

    private ObjectNode object(MappingNode mapping, String path, int depth) throws MalformedText {
        checkTag(mapping, Tag.MAP);
        ObjectNode object = Json.object();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw malformed("a key must be text", tuple.getKeyNode().getStartMark());
            }
            String at = Paths.field(path, key.getValue());
            int line = line(key);
            lines.note(at, line);
            JsonNode value = convert(tuple.getValueNode(), at, depth + 1);
            if (object.has(key.getValue())) {
                faults.add(new Fault(at, "is there twice"));
            } else {
                object.set(key.getValue(), value);
            }
            lines.note(at, line);
        }
        return object;
    }

    private ArrayNode array(SequenceNode sequence, String path, int depth) throws MalformedText {
        checkTag(sequence, Tag.SEQ);
        ArrayNode array = Json.array();
        for (Node element : sequence.getValue()) {
            String at = path + "[" + array.size() + "]";
            lines.note(at, line(element));
            array.add(convert(element, at, depth + 1));
        }
        return array;
    }

    private static void checkTag(Node node, Tag wanted) throws MalformedText {
        if (!node.getTag().equals(wanted)) {
            throw malformed("the tag " + node.getTag() + " is not taken", node.getStartMark());
        }
    }

    private static JsonNode scalar(ScalarNode scalar) throws MalformedText {
        JsonNodeFactory json = JsonNodeFactory.instance;
        Tag tag = scalar.getTag();
        String text = scalar.getValue();
        if (tag.equals(Tag.STR)) {
            return json.stringNode(text);
        } else if (tag.equals(Tag.NULL)) {
            return json.nullNode();
        } else if (tag.equals(Tag.BOOL)) {
            return json.booleanNode(Boolean.parseBoolean(text));
        } else if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
            return number(text, tag, scalar.getStartMark());
        }
        throw malformed("the tag " + tag + " is not taken", scalar.getStartMark());
    }

    private static JsonNode number(String text, Tag tag, Optional<Mark> place) throws MalformedText {
        try {
            if (text.length() <= LONGEST_NUMBER) {
                return tag.equals(Tag.INT) ? whole(text) : fraction(text);
            }
        } catch (NumberFormatException e) {
            // Falls through: what is tagged as a number by hand need not be one.
        }
        throw malformed("this is no number that is taken", place);
    }

    private static JsonNode whole(String text) {
        BigInteger number;
        if (text.startsWith("0x")) {
            number = new BigInteger(text.substring(2), 16);
        } else if (text.startsWith("0o")) {
            number = new BigInteger(text.substring(2), 8);
        } else {
            number = new BigInteger(text);
        }
        if (number.bitLength() < Integer.SIZE) {
            return JsonNodeFactory.instance.numberNode(number.intValue());
        }
        return number.bitLength() < Long.SIZE
                ? JsonNodeFactory.instance.numberNode(number.longValue())
                : JsonNodeFactory.instance.numberNode(number);
    }

    /** Infinity and what is no number are no JSON. */
    private static JsonNode fraction(String text) {
        double number = new BigDecimal(text).doubleValue();
        if (!Double.isFinite(number)) {
            throw new NumberFormatException(text);
        }
        return JsonNodeFactory.instance.numberNode(number);
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    private static MalformedText malformed(String message, Optional<Mark> mark) {
        return new MalformedText(
                message,
                mark.map(at -> at.getLine() + 1).orElse(1),
                mark.map(at -> at.getColumn() + 1).orElse(1));
    }
}

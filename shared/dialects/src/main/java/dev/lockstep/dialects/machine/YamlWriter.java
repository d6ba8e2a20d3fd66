package dev.lockstep.dialects.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Present;
import org.snakeyaml.engine.v2.api.lowlevel.Serialize;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;

/** Writes JSON as YAML 1.2, in its order, a line for each value. Whatever might be read as something else is in quotes. */
final class YamlWriter {
    private static final DumpSettings SETTINGS = DumpSettings.builder()
            .setSchema(new CoreSchema())
            .setSplitLines(false)
            .build();

    private static final ScalarResolver RESOLVER = new CoreSchema().getScalarResolver();

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*( [A-Za-z0-9_.-]+)*");

    private YamlWriter() {}

    static String write(JsonNode value) {
        return new Present(SETTINGS)
                .emitToString(new Serialize(SETTINGS).serializeOne(node(value)).iterator());
    }

    private static Node node(JsonNode value) {
        if (value.isObject()) {
            List<NodeTuple> fields = new ArrayList<>();
            value.properties()
                    .forEach(field -> fields.add(new NodeTuple(text(field.getKey()), node(field.getValue()))));
            return new MappingNode(Tag.MAP, fields, style(fields));
        }
        if (value.isArray()) {
            List<Node> elements = new ArrayList<>();
            value.forEach(element -> elements.add(node(element)));
            return new SequenceNode(Tag.SEQ, elements, style(elements));
        }
        if (value.isString()) {
            return text(value.stringValue());
        }
        Tag tag = value.isNull() ? Tag.NULL : value.isBoolean() ? Tag.BOOL : number(value);
        return new ScalarNode(tag, value.asString("null"), ScalarStyle.PLAIN);
    }

    private static Tag number(JsonNode value) {
        return value.isIntegralNumber() ? Tag.INT : Tag.FLOAT;
    }

    private static ScalarNode text(String text) {
        boolean isPlain =
                PLAIN.matcher(text).matches() && RESOLVER.resolve(text, true).equals(Tag.STR);
        return new ScalarNode(Tag.STR, text, isPlain ? ScalarStyle.PLAIN : ScalarStyle.DOUBLE_QUOTED);
    }

    private static FlowStyle style(List<?> parts) {
        return parts.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK;
    }
}

package dev.lockstep.local.template;

import dev.lockstep.engine.data.Json;
import java.util.Arrays;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Turns the template's YAML into JSON, its tags ({@code !Ref x}) into their long forms ({@code {"Ref": "x"}}). */
final class TemplateYaml {
    private TemplateYaml() {}

    static JsonNode read(String yaml) {
        try {
            Node root = new Compose(LoadSettings.builder().build())
                    .composeString(yaml)
                    .orElseThrow(() -> new TemplateFault("the file is empty"));
            return convert(root);
        } catch (YamlEngineException e) {
            throw new TemplateFault(String.valueOf(e.getMessage()));
        }
    }

    private static JsonNode convert(Node node) {
        String tag = node.getTag().getValue();
        if (tag.startsWith("!")) {
            return longForm(tag.substring(1), node);
        }
        return untagged(node);
    }

    private static ObjectNode longForm(String tag, Node node) {
        JsonNode value = untagged(node);
        if (tag.equals("GetAtt") && value.isString()) {
            ArrayNode parts = Json.array();
            Arrays.stream(value.stringValue().split("\\.", 2)).forEach(parts::add);
            value = parts;
        }
        return Json.object().set(tag.equals("Ref") ? "Ref" : "Fn::" + tag, value);
    }

    private static JsonNode untagged(Node node) {
        return switch (node) {
            case MappingNode mapping -> object(mapping);
            case SequenceNode sequence -> {
                ArrayNode array = Json.array();
                sequence.getValue().forEach(element -> array.add(convert(element)));
                yield array;
            }
            case ScalarNode scalar -> scalar(scalar);
            default -> throw new TemplateFault("a " + node.getNodeType() + " node is unknown");
        };
    }

    private static ObjectNode object(MappingNode mapping) {
        ObjectNode object = Json.object();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw new TemplateFault("a key is not text");
            }
            object.set(key.getValue(), convert(tuple.getValueNode()));
        }
        return object;
    }

    private static JsonNode scalar(ScalarNode scalar) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.INT)) {
            return json.numberNode(Long.decode(scalar.getValue()));
        } else if (tag.equals(Tag.FLOAT)) {
            return json.numberNode(Double.parseDouble(scalar.getValue()));
        } else if (tag.equals(Tag.BOOL)) {
            return json.booleanNode(Boolean.parseBoolean(scalar.getValue()));
        } else if (tag.equals(Tag.NULL)) {
            return json.nullNode();
        }
        return json.stringNode(scalar.getValue());
    }
}

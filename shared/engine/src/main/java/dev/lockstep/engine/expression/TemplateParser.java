package dev.lockstep.engine.expression;

import dev.lockstep.engine.data.Paths;
import dev.lockstep.engine.definition.Faults;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads data with {@code ${…}} in it, gathering faults and references. */
final class TemplateParser {
    private final Faults faults;
    private References references = References.NONE;
    private boolean literal = true;

    TemplateParser(Faults faults) {
        this.faults = faults;
    }

    References references() {
        return references;
    }

    boolean isLiteral() {
        return literal;
    }

    Node parse(JsonNode data, String path) {
        if (data.isString()) {
            return text(data, path);
        }
        if (data.isArray()) {
            List<Node> elements = new ArrayList<>();
            for (int i = 0; i < data.size(); i++) {
                elements.add(parse(data.get(i), path + "[" + i + "]"));
            }
            return folded(new Node.Items(elements), elements);
        }
        if (data.isObject()) {
            Map<String, Node> fields = new LinkedHashMap<>();
            data.properties()
                    .forEach(property -> fields.put(
                            property.getKey(), parse(property.getValue(), Paths.field(path, property.getKey()))));
            return folded(new Node.Fields(fields), fields.values());
        }
        return new Node.Literal(data);
    }

    private static Node folded(Node whole, Collection<Node> parts) {
        return parts.stream().allMatch(Node.Literal.class::isInstance) ? new Node.Literal(whole.constant()) : whole;
    }

    private Node text(JsonNode data, String path) {
        String text = data.stringValue();
        if (!text.contains("${")) {
            return new Node.Literal(data);
        }
        List<Node.Part> parts = new ArrayList<>();
        try {
            for (Segments.Segment segment : Segments.of(text)) {
                if (segment.expression()) {
                    literal = false;
                    compile(segment.text(), path, parts);
                } else {
                    parts.add(new Node.Part.Plain(segment.text()));
                }
            }
        } catch (SyntaxFault e) {
            literal = false;
            faults.add(path, Compiler.describe(text, e));
        }
        return switch (parts.size()) {
            case 0 -> new Node.Literal(data);
            case 1 ->
                switch (parts.get(0)) {
                    case Node.Part.Plain plain -> new Node.Literal(JsonNodeFactory.instance.stringNode(plain.text()));
                    case Node.Part.Computed computed -> new Node.Value(computed.program());
                };
            default -> new Node.Text(parts);
        };
    }

    private void compile(String source, String path, List<Node.Part> parts) {
        try {
            Compiler.Compiled compiled = Compiler.scoped(source);
            references = references.and(compiled.references());
            parts.add(new Node.Part.Computed(compiled.program()));
        } catch (SyntaxFault e) {
            faults.add(path, Compiler.describe(source, e));
        }
    }
}

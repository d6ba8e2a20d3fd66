package dev.lockstep.engine.expression;

import dev.lockstep.engine.definition.Faults;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads data with {@code ${…}} in it, gathering faults and references. */
final class TemplateParser {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");

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
            return elements.stream().allMatch(Node.Literal.class::isInstance) && isUnchanged(elements, data)
                    ? new Node.Literal(data)
                    : new Node.Items(elements);
        }
        if (data.isObject()) {
            Map<String, Node> fields = new LinkedHashMap<>();
            data.properties()
                    .forEach(property ->
                            fields.put(property.getKey(), parse(property.getValue(), under(path, property.getKey()))));
            return fields.values().stream().allMatch(Node.Literal.class::isInstance)
                            && isUnchanged(List.copyOf(fields.values()), data)
                    ? new Node.Literal(data)
                    : new Node.Fields(fields);
        }
        return new Node.Literal(data);
    }

    /** An escape makes a literal that differs from its source. */
    private static boolean isUnchanged(List<Node> parts, JsonNode data) {
        int i = 0;
        for (JsonNode child : data) {
            if (!(parts.get(i++) instanceof Node.Literal part) || !part.value().equals(child)) {
                return false;
            }
        }
        return true;
    }

    /** The path of a field under this one, in quotes where its name is not plain. */
    static String under(String path, String name) {
        if (!PLAIN.matcher(name).matches()) {
            return path + "[\"" + name + "\"]";
        }
        return path.isEmpty() ? name : path + "." + name;
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

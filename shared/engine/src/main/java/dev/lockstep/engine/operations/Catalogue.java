package dev.lockstep.engine.operations;

import dev.lockstep.engine.data.DataType;
import dev.lockstep.engine.data.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The operations that a definition may name. */
public final class Catalogue {
    private final Map<String, Operation> byType;

    private Catalogue(List<Operation> operations) {
        Map<String, Operation> types = new LinkedHashMap<>();
        operations.forEach(operation -> types.put(operation.type(), operation));
        this.byType = Collections.unmodifiableMap(types);
    }

    /**
     * All that there are. Those with effects can be named, checked and shown, but not run: whoever runs them puts such in their
     * place that reach the outside.
     */
    public static Catalogue builtIn() {
        List<Operation> outward = List.of(
                new HttpOperation(request -> {
                    throw new IllegalStateException("there is nothing here to make HTTP requests with");
                }),
                new LambdaOperation(invocation -> {
                    throw new IllegalStateException("there is nothing here to invoke functions with");
                }),
                new SendMessageOperation(message -> {
                    throw new IllegalStateException("there is nothing here to send messages with");
                }));
        return new Catalogue(Stream.of(
                        PlainOperations.all(),
                        TextOperations.all(),
                        JsonOperations.all(),
                        List.<Operation>of(new ScriptOperation()),
                        TimeOperations.all(),
                        ControlSteps.all(),
                        outward)
                .flatMap(List::stream)
                .toList());
    }

    /** These and more; one of a type that is here already takes its place. */
    public Catalogue with(Operation... more) {
        List<Operation> all = new ArrayList<>(byType.values());
        all.addAll(List.of(more));
        return new Catalogue(all);
    }

    public Optional<Operation> find(String type) {
        return Optional.ofNullable(byType.get(type));
    }

    /** All of them, in the order in which they were added. */
    public List<Operation> all() {
        return List.copyOf(byType.values());
    }

    /** At most three types that somebody who wrote this may have meant, the likeliest first. */
    public List<String> closestTo(String type) {
        if (type.length() > 128) {
            return List.of();
        }
        String wanted = type.toLowerCase(Locale.ROOT);
        return byType.keySet().stream()
                .filter(known -> distance(known, wanted) <= Math.max(2, wanted.length() / 3))
                .sorted(Comparator.comparingInt(known -> distance(known, wanted)))
                .limit(3)
                .toList();
    }

    /** To the whole name, or to the part of it that comes after the family's. */
    private static int distance(String known, String wanted) {
        String lower = known.toLowerCase(Locale.ROOT);
        return Math.min(edits(lower, wanted), edits(lower.substring(lower.indexOf('.') + 1), wanted));
    }

    private static int edits(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int substituted = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }

    /** {@code {"operations": [{type, title, input, output, config}]}}, the last three as JSON Schema. */
    public JsonNode describe() {
        ObjectNode described = Json.object();
        ArrayNode operations = described.putArray("operations");
        for (Operation operation : byType.values()) {
            DataType input = operation.takes();
            ObjectNode one =
                    operations.addObject().put("type", operation.type()).put("title", operation.title());
            one.set("input", input.schema());
            one.set("output", operation.gives(input).schema());
            one.set("config", config(operation));
        }
        return described;
    }

    private static ObjectNode config(Operation operation) {
        ObjectNode schema = Json.object().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = Json.array();
        for (ConfigField field : operation.config()) {
            ObjectNode property = (ObjectNode) field.schema().deepCopy();
            properties.set(field.name(), property.put("description", field.description()));
            if (field.required()) {
                required.add(field.name());
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        return schema.put("additionalProperties", false);
    }
}

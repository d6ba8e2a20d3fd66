package dev.lockstep.engine.data;

import dev.lockstep.engine.definition.Faults;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/**
 * What a schema of anybody's making may not do, found before the validator sees it: refer outside itself, refer to itself
 * without consuming data, or hold a pattern that RE2 does not know.
 */
final class SchemaCheck {
    private static final int MOST_NODES = 5_000;
    private static final int DEEPEST = 40;
    private static final int MOST_REFERENCES = 200;
    private static final int LONGEST_PATTERN = 500;
    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
    /** Their values are data, not schemas. */
    private static final Set<String> DATA =
            Set.of("const", "enum", "default", "examples", "required", "dependentRequired");
    /** Keywords whose schemas apply to the same value, so that a cycle of them has no end. */
    private static final Set<String> SAME =
            Set.of("allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas");
    /** Keywords whose value holds schemas by names of the author's choosing. */
    private static final Set<String> NAMED =
            Set.of("properties", "patternProperties", "$defs", "definitions", "dependentSchemas");

    private final JsonNode root;
    private final Faults faults;
    private int nodes;
    private int references;
    private final Map<JsonPointer, List<JsonPointer>> same = new HashMap<>();
    private final Map<JsonPointer, String> targets = new LinkedHashMap<>();
    private final Set<JsonPointer> schemas = new HashSet<>();

    SchemaCheck(JsonNode root, Faults faults) {
        this.root = root;
        this.faults = faults;
    }

    void check(String path) {
        if (!root.isObject() && !root.isBoolean()) {
            faults.add(path, "a JSON Schema is an object");
            return;
        }
        schema(root, path, JsonPointer.empty(), 0);
        if (nodes > MOST_NODES) {
            faults.add(path, "a schema has at most " + MOST_NODES + " parts");
        }
        if (references > MOST_REFERENCES) {
            faults.add(path, "a schema has at most " + MOST_REFERENCES + " references");
        }
        // What lies in data, such as a default, has not been looked at, and must not become a schema by a reference.
        targets.forEach((target, where) -> {
            if (!schemas.contains(target)) {
                faults.add(where, "there is no schema at #" + target);
            }
        });
        if (faults.isEmpty()) {
            cycles(path);
        }
    }

    private void schema(JsonNode node, String path, JsonPointer at, int depth) {
        if (++nodes > MOST_NODES) {
            return;
        }
        if (node.isObject() || node.isBoolean()) {
            schemas.add(at);
        }
        if (depth > DEEPEST) {
            faults.add(path, "the schema nests too deeply");
            return;
        }
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                schema(node.get(i), path + "[" + i + "]", at.appendIndex(i), depth + 1);
            }
        }
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            keyword(entry.getKey(), entry.getValue(), Paths.field(path, entry.getKey()), at, depth);
        }
    }

    private void keyword(String name, JsonNode value, String path, JsonPointer at, int depth) {
        JsonPointer below = at.appendProperty(name);
        switch (name) {
            case "$ref" -> reference(value, path, at);
            case "$dynamicRef",
                    "$recursiveRef",
                    "$dynamicAnchor",
                    "$recursiveAnchor",
                    "$anchor",
                    "$id",
                    "$vocabulary" ->
                faults.add(path, "only references within the schema are allowed, written as $ref: \"#/…\"");
            case "$schema" -> {
                if (!value.isString() || !value.stringValue().replace("#", "").equals(DIALECT)) {
                    faults.add(path, "the dialect is " + DIALECT);
                }
            }
            case "pattern" -> pattern(value, path);
            default -> {
                if (DATA.contains(name)) {
                    return;
                }
                if (NAMED.contains(name) && value.isObject()) {
                    named(name, value, path, at, below, depth);
                    return;
                }
                if (SAME.contains(name)) {
                    applies(at, below, value);
                }
                schema(value, path, below, depth + 1);
            }
        }
    }

    private void named(String name, JsonNode value, String path, JsonPointer at, JsonPointer below, int depth) {
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            String where = Paths.field(path, entry.getKey());
            JsonPointer pointer = below.appendProperty(entry.getKey());
            if (name.equals("patternProperties")) {
                pattern(Json.toTree(entry.getKey()), where);
            }
            if (name.equals("dependentSchemas")) {
                applies(at, pointer, entry.getValue());
            }
            schema(entry.getValue(), where, pointer, depth + 1);
        }
    }

    private void applies(JsonPointer from, JsonPointer to, JsonNode value) {
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                same.computeIfAbsent(from, any -> new ArrayList<>()).add(to.appendIndex(i));
            }
        } else {
            same.computeIfAbsent(from, any -> new ArrayList<>()).add(to);
        }
    }

    private void reference(JsonNode value, String path, JsonPointer at) {
        references++;
        String text = value.isString() ? value.stringValue() : "";
        if (!text.equals("#") && !text.startsWith("#/")) {
            faults.add(path, "only references within the schema are allowed, written as \"#/…\"");
            return;
        }
        JsonPointer target;
        try {
            target = JsonPointer.compile(text.substring(1));
        } catch (IllegalArgumentException e) {
            faults.add(path, "this is not a reference");
            return;
        }
        if (text.contains("%")) {
            faults.add(path, "a reference is written without percent signs");
            return;
        }
        targets.put(target, path);
        same.computeIfAbsent(at, any -> new ArrayList<>()).add(target);
    }

    private void pattern(JsonNode value, String path) {
        if (!value.isString()) {
            return;
        }
        if (value.stringValue().length() > LONGEST_PATTERN) {
            faults.add(path, "a pattern has at most " + LONGEST_PATTERN + " characters");
            return;
        }
        try {
            Patterns.compile(value.stringValue());
        } catch (Patterns.Unusable e) {
            faults.add(path, String.valueOf(e.getMessage()));
        }
    }

    private void cycles(String path) {
        Set<JsonPointer> done = new HashSet<>();
        for (JsonPointer from : same.keySet()) {
            if (circular(from, new HashSet<>(), done)) {
                faults.add(path, "the schema refers to itself without end at #" + from);
                return;
            }
        }
    }

    private boolean circular(JsonPointer from, Set<JsonPointer> above, Set<JsonPointer> done) {
        if (done.contains(from)) {
            return false;
        }
        if (!above.add(from)) {
            return true;
        }
        for (JsonPointer to : same.getOrDefault(from, List.of())) {
            if (circular(to, above, done)) {
                return true;
            }
        }
        above.remove(from);
        done.add(from);
        return false;
    }
}

package dev.lockstep.cli.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/**
 * One thing that is told of each piece of JSON.
 *
 * @param text empty where there is nothing to tell
 */
public record Column(String title, Function<JsonNode, String> text, boolean isStatus) {
    /** What a JSON pointer finds. */
    public static Column at(String title, String pointer) {
        JsonPointer compiled = JsonPointer.compile(pointer);
        return new Column(title, json -> Column.textOf(json.at(compiled)), false);
    }

    /** What a JSON pointer finds, which is a status. */
    public static Column status(String title, String pointer) {
        return new Column(title, at(title, pointer).text(), true);
    }

    String cell(JsonNode json) {
        return Terminal.printable(text.apply(json));
    }

    /** Text as it is, lists with commas, and all else as JSON. */
    public static String textOf(JsonNode json) {
        if (json.isMissingNode() || json.isNull()) {
            return "";
        }
        if (json.isArray()) {
            List<String> parts = new ArrayList<>();
            json.forEach(part -> parts.add(textOf(part)));
            return String.join(", ", parts);
        }
        return json.isString() ? json.stringValue() : json.toString();
    }
}

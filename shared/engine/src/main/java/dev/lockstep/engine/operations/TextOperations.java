package dev.lockstep.engine.operations;

import static dev.lockstep.engine.data.DataType.ITEMS;
import static dev.lockstep.engine.data.DataType.NUMBER;
import static dev.lockstep.engine.data.DataType.TEXT;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Faults;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Operations on text. */
final class TextOperations {
    private static final String PLACEHOLDER = "{{text}}";

    private TextOperations() {}

    static List<Operation> all() {
        return List.of(
                simple(
                        "Reverse",
                        "Turns the text round",
                        text -> new StringBuilder(text).reverse().toString()),
                simple("Uppercase", "Gives the text in capitals", text -> text.toUpperCase(Locale.ROOT)),
                simple("Lowercase", "Gives the text in small letters", text -> text.toLowerCase(Locale.ROOT)),
                simple("Trim", "Removes blanks around the text", String::strip),
                new TextOperation(
                        "Replace",
                        "Replaces each occurrence in the text",
                        TEXT,
                        TEXT,
                        List.of(
                                ConfigField.text("search", "What to look for")
                                        .must()
                                        .notEmpty(),
                                ConfigField.text("replacement", "What to put in its place; with regex, $1 is a group")
                                        .must(),
                                ConfigField.bool("regex", "Whether search is a regular expression (RE2)")),
                        Replacing::check,
                        Replacing::run),
                new TextOperation(
                        "Split",
                        "Splits the text at a separator",
                        TEXT,
                        ITEMS,
                        List.of(ConfigField.text("separator", "Where to split")
                                .must()
                                .notEmpty()),
                        TextOperations::split),
                new TextOperation(
                        "Join",
                        "Joins a list into a text",
                        ITEMS,
                        TEXT,
                        List.of(ConfigField.text("separator", "What to put between; nothing by default")),
                        TextOperations::join),
                new TextOperation("Length", "Counts the characters of the text", TEXT, NUMBER, List.of(), call -> {
                    String text = call.text();
                    return Json.object().put("number", text.codePointCount(0, text.length()));
                }),
                new TextOperation(
                        "Concat",
                        "Puts a text before or after the text",
                        TEXT,
                        TEXT,
                        List.of(
                                ConfigField.text("prefix", "What to put before it"),
                                ConfigField.text("suffix", "What to put after it")),
                        TextOperations::checkConcat,
                        call -> new Output()
                                .append(call.text("prefix", ""))
                                .append(call.text())
                                .append(call.text("suffix", ""))
                                .text()),
                new TextOperation(
                        "Template",
                        "Puts the text into a template",
                        TEXT,
                        TEXT,
                        List.of(ConfigField.text("template", "In it, {{text}} stands for the text")
                                .must()),
                        TextOperations::template));
    }

    private interface Function {
        String apply(String text);
    }

    private static Operation simple(String name, String title, Function function) {
        return new TextOperation(name, title, TEXT, TEXT, List.of(), call -> Output.text(function.apply(call.text())));
    }

    private static JsonNode split(Call call) throws OperationFailure {
        String text = call.text();
        String separator = call.text("separator", "");
        if (separator.isEmpty()) {
            throw new OperationFailure("InvalidConfig", "separator is empty");
        }
        ObjectNode result = Json.object();
        ArrayNode items = result.putArray("items");
        int from = 0;
        for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
            items.add(text.substring(from, at));
            from = at + separator.length();
        }
        items.add(text.substring(from));
        return Output.bounded(result);
    }

    private static JsonNode join(Call call) throws OperationFailure {
        Output output = new Output();
        String separator = "";
        for (JsonNode item : call.input().path("items")) {
            output.append(separator).append(item.isString() ? item.stringValue() : Json.write(item));
            separator = call.text("separator", "");
        }
        return output.text();
    }

    private static void checkConcat(ObjectNode config, String path, Faults faults) {
        if (!config.has("prefix") && !config.has("suffix")) {
            faults.add(path, "prefix or suffix is required");
        }
    }

    private static JsonNode template(Call call) throws OperationFailure {
        String template = call.text("template", "");
        Output output = new Output();
        int from = 0;
        for (int at = template.indexOf(PLACEHOLDER); at >= 0; at = template.indexOf(PLACEHOLDER, from)) {
            output.append(template, from, at).append(call.text());
            from = at + PLACEHOLDER.length();
        }
        return output.append(template, from, template.length()).text();
    }
}

package dev.lockstep.engine.operations;

import com.google.re2j.Matcher;
import dev.lockstep.engine.data.Paths;
import dev.lockstep.engine.data.Patterns;
import dev.lockstep.engine.definition.Faults;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code TextOperation.Replace}. Its patterns are RE2's, which match in linear time. */
final class Replacing {
    private Replacing() {}

    static void check(ObjectNode config, String path, Faults faults) {
        JsonNode search = config.path("search");
        if (!config.path("regex").booleanValue(false) || !search.isString()) {
            return;
        }
        try {
            Patterns.compile(search.stringValue());
        } catch (Patterns.Unusable e) {
            faults.add(Paths.field(path, "search"), String.valueOf(e.getMessage()));
        }
    }

    static JsonNode run(Call call) throws OperationFailure {
        String search = call.text("search", "");
        if (search.isEmpty()) {
            throw new OperationFailure("InvalidConfig", "search is empty");
        }
        return call.config().path("regex").booleanValue(false) ? byPattern(call, search) : byText(call, search);
    }

    private static JsonNode byText(Call call, String search) throws OperationFailure {
        String text = call.text();
        String replacement = call.text("replacement", "");
        Output output = new Output();
        int from = 0;
        for (int at = text.indexOf(search); at >= 0; at = text.indexOf(search, from)) {
            output.append(text, from, at).append(replacement);
            from = at + search.length();
        }
        return output.append(text, from, text.length()).text();
    }

    private static JsonNode byPattern(Call call, String search) throws OperationFailure {
        Matcher matcher;
        try {
            matcher = Patterns.compile(search).matcher(call.text());
        } catch (Patterns.Unusable e) {
            throw new OperationFailure("InvalidPattern", String.valueOf(e.getMessage()));
        }
        Output output = new Output();
        int from = 0;
        while (matcher.find()) {
            output.append(call.text(), from, matcher.start());
            expand(call.text("replacement", ""), matcher, output);
            from = matcher.end();
        }
        return output.append(call.text(), from, call.text().length()).text();
    }

    /** As the library would, but into a bounded output: one replacement may name a long group any number of times. */
    private static void expand(String replacement, Matcher matcher, Output output) throws OperationFailure {
        for (int i = 0; i < replacement.length(); i++) {
            char c = replacement.charAt(i);
            boolean more = i + 1 < replacement.length();
            if (c == '\\' && more) {
                output.append(replacement, i + 1, i + 2);
                i++;
            } else if (c == '$' && more && Character.digit(replacement.charAt(i + 1), 10) >= 0) {
                int group = Character.digit(replacement.charAt(i + 1), 10);
                if (group > matcher.groupCount()) {
                    throw new OperationFailure("InvalidPattern", "there is no group $" + group + " in the pattern");
                }
                String matched = matcher.group(group);
                output.append(matched == null ? "" : matched);
                i++;
            } else {
                output.append(replacement, i, i + 1);
            }
        }
    }
}

package dev.lockstep.engine.expression;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.Utils;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * JSONata's functions as the library has them, with their signatures and methods, and the safe forms of those that could
 * build without bound, take quadratic time, or hand an author's text to java.util.regex.
 */
final class Builtins {
    /** Ours alone: what there is at the end of a JSONPath. */
    static final String JSON_PATH = "jsonpath";

    private static final Map<String, Declared> ALL = new TreeMap<>();

    /** One function of the library. */
    record Declared(String name, String signature, String method) {}

    /** A function's safe form. */
    interface Safe {
        @Nullable
        Object call(List<?> arguments, Meter meter);
    }

    private static final Map<String, Safe> SAFE = Map.ofEntries(
            Map.entry("pad", Builtins::pad),
            Map.entry("join", Builtins::join),
            Map.entry("replace", Builtins::replace),
            Map.entry("distinct", Builtins::distinct),
            Map.entry("spread", Builtins::spread),
            Map.entry("now", Builtins::now),
            Map.entry(JSON_PATH, Builtins::jsonPath),
            Map.entry("millis", (arguments, meter) -> meter.now()));

    static {
        declare("<a<n>:n>", "sum", "max", "min", "average");
        declare("<a:n>", "count");
        declare("<x-b?:s>", "string");
        declare("<s-nn?:s>", "substring");
        declare("<s-s:s>", "substringBefore", "substringAfter");
        declare("<s-:s>", "lowercase", "uppercase", "trim", "base64encode", "base64decode");
        declare("<s-:s>", "encodeUrlComponent", "encodeUrl", "decodeUrlComponent", "decodeUrl");
        declare("<s-:n>", "length");
        declare("<s-ns?:s>", "pad");
        declare("<s-(sf):b>", "contains");
        declare("<s-(sf)(sf)n?:s>", "replace");
        declare("<s-(sf)n?:a<s>>", "split");
        declare("<a<s>s?:s>", "join");
        declare("<n-so?:s>", "formatNumber");
        declare("<n-n?:s>", "formatBase");
        declare("<n-s:s>", "formatInteger");
        declare("<s-s:n>", "parseInteger");
        declare("<(nsb)-:n>", "number");
        declare("<n-:n>", "floor", "ceil", "abs", "sqrt");
        declare("<n-n?:n>", "round");
        declare("<n-n:n>", "power");
        declare("<:n>", "random", "millis");
        declare("<x-:b>", "not");
        method("boolean", "<x-:b>", "toBoolean");
        declare("<af>", "map", "filter");
        declare("<a+>", "zip");
        declare("<af?>", "single");
        method("reduce", "<afj?:j>", "foldLeft");
        declare("<o-f?:o>", "sift");
        declare("<x-:a<s>>", "keys");
        declare("<x-s:x>", "lookup");
        declare("<xx:a>", "append");
        declare("<x:b>", "exists");
        declare("<x-:a<o>>", "spread");
        declare("<a<o>:o>", "merge");
        declare("<a:a>", "reverse", "shuffle");
        declare("<o-f:a>", "each");
        declare("<s?:x>", "error");
        method("assert", "<bs?:x>", "assertFn");
        declare("<x:s>", "type");
        declare("<af?:a>", "sort");
        declare("<x:x>", "distinct");
        method("toMillis", "<s-s?:n>", "dateTimeToMillis");
        method("fromMillis", "<n-s?s?:s>", "dateTimeFromMillis");
        method("clone", "<(oa)-:o>", "functionClone");
        declare("<s?s?:s>", "now");
        // The library asks a method of its own how many arguments there are.
        method(JSON_PATH, "<xs:x>", "lookup");
    }

    private Builtins() {}

    private static void declare(String signature, String... names) {
        for (String name : names) {
            method(name, signature, name);
        }
    }

    private static void method(String name, String signature, String method) {
        ALL.put(name, new Declared(name, signature, method));
    }

    static boolean knows(String name) {
        return ALL.containsKey(name);
    }

    static Declared declared(String name) {
        Declared declared = ALL.get(name);
        if (declared == null) {
            throw new IllegalArgumentException(name);
        }
        return declared;
    }

    static @Nullable Safe safe(String name) {
        return SAFE.get(name);
    }

    /** Refuses arguments that the library's own function would choke on. */
    static void checkArguments(String name, List<?> arguments, Meter meter) {
        switch (name) {
            case "round" -> within(argument(arguments, 1), 300, name, meter);
            case "formatNumber", "parseInteger" -> {
                shortText(argument(arguments, 0), name, meter);
                shortText(argument(arguments, 1), name, meter);
            }
            case "formatInteger" -> {
                shortText(argument(arguments, 1), name, meter);
                // Roman numerals have a letter for every thousand, built by recursion.
                boolean roman = argument(arguments, 1) instanceof String picture && picture.matches("(?i)i.*");
                within(argument(arguments, 0), roman ? 100_000 : 1e15, name, meter);
            }
            case "fromMillis" -> {
                within(argument(arguments, 0), 8.64e15, name, meter);
                shortText(argument(arguments, 1), name, meter);
                shortText(argument(arguments, 2), name, meter);
            }
            case "toMillis" -> {
                shortText(argument(arguments, 0), name, meter);
                if (argument(arguments, 1) != null) {
                    // The library makes a java.util.regex pattern of the picture, which may backtrack for ever.
                    throw meter.exceed("$toMillis does not take a picture, only ISO 8601");
                }
            }
            default -> {}
        }
    }

    private static void within(@Nullable Object number, double most, String name, Meter meter) {
        if (number instanceof Number value && !(Math.abs(value.doubleValue()) <= most)) {
            throw meter.exceed("$" + name + " does not take the number " + value);
        }
    }

    private static void shortText(@Nullable Object text, String name, Meter meter) {
        if (text instanceof String value && value.length() > 128) {
            throw meter.exceed("$" + name + " does not take a text of more than 128 characters");
        }
    }

    private static @Nullable Object argument(List<?> arguments, int index) {
        return index < arguments.size() ? arguments.get(index) : null;
    }

    private static @Nullable Object pad(List<?> arguments, Meter meter) {
        if (!(argument(arguments, 0) instanceof String text) || !(argument(arguments, 1) instanceof Number width)) {
            return null;
        }
        String filler = argument(arguments, 2) instanceof String given && !given.isEmpty() ? given : " ";
        int[] fill = filler.codePoints().toArray();
        long most = Math.abs(width.longValue());
        meter.length(most);
        int missing = (int) most - text.codePointCount(0, text.length());
        StringBuilder padding = new StringBuilder();
        for (int i = 0; i < missing; i++) {
            padding.appendCodePoint(fill[i % fill.length]);
        }
        return width.longValue() < 0 ? padding + text : text + padding;
    }

    private static @Nullable Object join(List<?> arguments, Meter meter) {
        Object first = argument(arguments, 0);
        if (first == null) {
            return null;
        }
        String separator = argument(arguments, 1) instanceof String given ? given : "";
        List<?> parts = first instanceof List<?> list ? list : List.of(first);
        String between = "";
        StringBuilder joined = new StringBuilder();
        for (Object part : parts) {
            if (!(part instanceof String text)) {
                throw meter.exceed("$join takes a list of texts");
            }
            joined.append(between).append(text);
            between = separator;
            meter.length(joined.length());
        }
        return joined.toString();
    }

    /** The library takes the search for a regular expression where there is a limit. */
    private static @Nullable Object replace(List<?> arguments, Meter meter) {
        if (!(argument(arguments, 0) instanceof String text)) {
            return null;
        }
        if (!(argument(arguments, 1) instanceof String search)
                || search.isEmpty()
                || !(argument(arguments, 2) instanceof String replacement)) {
            throw meter.exceed("$replace takes a text to search for that is not empty, and a text to put in its place");
        }
        long limit = argument(arguments, 3) instanceof Number given ? given.longValue() : Long.MAX_VALUE;
        StringBuilder replaced = new StringBuilder();
        int from = 0;
        int found = text.indexOf(search);
        for (long n = 0; n < limit && found >= 0; n++) {
            replaced.append(text, from, found).append(replacement);
            meter.length(replaced.length());
            from = found + search.length();
            found = text.indexOf(search, from);
        }
        return replaced.append(text, from, text.length()).toString();
    }

    /** Lists and objects by their text: their own hash codes collide at an author's will. */
    private static @Nullable Object distinct(List<?> arguments, Meter meter) {
        if (!(argument(arguments, 0) instanceof List<?> list)) {
            return argument(arguments, 0);
        }
        Map<Object, Object> seen = new LinkedHashMap<>();
        for (Object element : list) {
            boolean nested = element instanceof List<?> || element instanceof Map<?, ?>;
            // The zero keeps the text of a list apart from a text that reads the same.
            seen.putIfAbsent(nested ? '\0' + Functions.string(element, false) : element, element);
        }
        List<Object> result = Utils.createSequence();
        result.addAll(seen.values());
        return result;
    }

    private static @Nullable Object spread(List<?> arguments, Meter meter) {
        Object given = argument(arguments, 0);
        if (!(given instanceof List<?>) && !(given instanceof Map<?, ?>)) {
            return given;
        }
        List<Object> result = Utils.createSequence();
        for (Object element : given instanceof List<?> list ? list : List.of(given)) {
            if (element instanceof Map<?, ?> map) {
                map.forEach((key, value) -> {
                    Map<Object, Object> single = new LinkedHashMap<>();
                    single.put(key, value);
                    result.add(single);
                });
            } else {
                result.add(element);
            }
            if (result.size() > Limits.LIST) {
                break;
            }
        }
        return result;
    }

    /** The library's own tells the time of another evaluation where a thread has had several expressions. */
    private static Object now(List<?> arguments, Meter meter) {
        List<@Nullable Object> three = new ArrayList<>(List.of(meter.now()));
        three.add(argument(arguments, 0));
        three.add(argument(arguments, 1));
        checkArguments("fromMillis", three, meter);
        return Functions.dateTimeFromMillis(
                meter.now(), (String) argument(arguments, 0), (String) argument(arguments, 1));
    }

    private static @Nullable Object jsonPath(List<?> arguments, Meter meter) {
        Object value = argument(arguments, 0);
        if (value == null || !(argument(arguments, 1) instanceof String path)) {
            return null;
        }
        try {
            return PathParser.parse(path).in(value, meter);
        } catch (PathParser.NoPath e) {
            throw meter.exceed(String.valueOf(e.getMessage()));
        }
    }
}

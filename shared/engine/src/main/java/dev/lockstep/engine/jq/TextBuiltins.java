package dev.lockstep.engine.jq;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/** Functions of texts. */
final class TextBuiltins {
    private TextBuiltins() {}

    static List<Builtin> all() {
        return List.of(
                Builtin.of("utf8bytelength", 0, (run, input, given) -> {
                    String text = text(run, input, " only strings have UTF-8 byte length");
                    return run.number(text.getBytes(StandardCharsets.UTF_8).length);
                }),
                Builtin.of(
                        "startswith",
                        1,
                        (run, input, given) ->
                                Value.Bool.of(both(input, given.get(0), "startswith() requires string inputs")
                                        && own(input).startsWith(own(given.get(0))))),
                Builtin.of(
                        "endswith",
                        1,
                        (run, input, given) ->
                                Value.Bool.of(both(input, given.get(0), "endswith() requires string inputs")
                                        && own(input).endsWith(own(given.get(0))))),
                Builtin.of("ltrimstr", 1, (run, input, given) -> ltrimstr(run, input, given.get(0))),
                Builtin.of("rtrimstr", 1, (run, input, given) -> rtrimstr(run, input, given.get(0))),
                Builtin.of(
                        "trim",
                        0,
                        (run, input, given) -> run.text(trimmed(run, input).strip())),
                Builtin.of(
                        "ltrim",
                        0,
                        (run, input, given) -> run.text(trimmed(run, input).stripLeading())),
                Builtin.of(
                        "rtrim",
                        0,
                        (run, input, given) -> run.text(trimmed(run, input).stripTrailing())),
                Builtin.of("split", 1, (run, input, given) -> {
                    both(input, given.get(0), "split input and separator must be strings");
                    return Texts.split(run, own(input), own(given.get(0)));
                }),
                Builtin.of("join", 1, (run, input, given) -> join(run, input, given.get(0))),
                Builtin.of(
                        "ascii_downcase",
                        0,
                        (run, input, given) ->
                                cased(run, input, "ascii_downcase", c -> c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c)),
                Builtin.of(
                        "ascii_upcase",
                        0,
                        (run, input, given) ->
                                cased(run, input, "ascii_upcase", c -> c >= 'a' && c <= 'z' ? c + 'A' - 'a' : c)),
                Builtin.of("explode", 0, (run, input, given) -> explode(run, input)),
                Builtin.of("implode", 0, (run, input, given) -> implode(run, input)),
                Builtin.of("ascii", 0, (run, input, given) -> implode(run, Arr.of(run.meter(), List.of(input)))),
                Builtin.of("_indices", 1, (run, input, given) -> indices(run, input, given.get(0))),
                Builtin.of("_format", 1, (run, input, given) -> format(run, input, given.get(0))));
    }

    private static String own(Value value) {
        return value instanceof Value.Text text ? text.text() : "";
    }

    static String text(Run run, Value value, String otherwise) {
        if (value instanceof Value.Text text) {
            return text.text();
        }
        throw new JqError(Printer.described(run, value) + otherwise);
    }

    private static boolean both(Value input, Value other, String otherwise) {
        if (input instanceof Value.Text && other instanceof Value.Text) {
            return true;
        }
        throw new JqError(otherwise);
    }

    private static String trimmed(Run run, Value value) {
        return text(run, value, " cannot be trimmed");
    }

    private static Value ltrimstr(Run run, Value input, Value start) {
        boolean there = start instanceof Value.Text
                && input instanceof Value.Text
                && own(input).startsWith(own(start));
        return there ? run.text(own(input).substring(own(start).length())) : input;
    }

    private static Value rtrimstr(Run run, Value input, Value end) {
        boolean there = end instanceof Value.Text
                && input instanceof Value.Text
                && own(input).endsWith(own(end));
        return there ? run.text(own(input).substring(0, own(input).length() - own(end).length())) : input;
    }

    private static Value join(Run run, Value input, Value between) {
        List<Value> parts = ListBuiltins.elements(run, input);
        if (parts.isEmpty()) {
            return new Value.Text("");
        }
        if (!(between instanceof Value.Text)) {
            // One element is joined by nothing.
            return parts.size() == 1
                    ? Printer.text(run, parts.get(0))
                    : Arithmetic.add(run, new Value.Text(""), between);
        }
        StringBuilder joined = new StringBuilder();
        for (Value part : parts) {
            run.meter().tick();
            switch (part) {
                case Value.Null nothing -> {}
                case Value.Text text -> joined.append(text.text());
                case Value.Bool bool -> joined.append(bool.holds());
                case Value.Num number -> joined.append(Printer.number(number));
                default -> Arithmetic.add(run, run.text(joined.toString()), part);
            }
            joined.append(own(between));
            run.meter().lengthOfText(joined.length());
        }
        return run.text(joined.substring(0, joined.length() - own(between).length()));
    }

    private static Value cased(Run run, Value input, String name, IntUnaryOperator each) {
        if (!(input instanceof Value.Text text)) {
            throw new JqError(name + " input must be a string");
        }
        StringBuilder cased = new StringBuilder(text.text());
        for (int i = 0; i < cased.length(); i++) {
            cased.setCharAt(i, (char) each.applyAsInt(cased.charAt(i)));
        }
        return run.text(cased.toString());
    }

    private static Value explode(Run run, Value input) {
        if (!(input instanceof Value.Text text)) {
            throw new JqError("explode input must be a string");
        }
        run.meter().lengthOfList(Texts.length(run, text.text()));
        List<Value> characters = new ArrayList<>();
        text.text().codePoints().forEach(character -> characters.add(run.number(character)));
        return Arr.of(run.meter(), characters);
    }

    private static Value implode(Run run, Value input) {
        if (!(input instanceof Arr array)) {
            throw new JqError("implode input must be an array");
        }
        StringBuilder text = new StringBuilder();
        for (Value element : array.elements(run.meter())) {
            boolean character = element instanceof Value.Num number
                    && number.number() >= 0
                    && number.number() <= Character.MAX_CODE_POINT
                    && !(number.number() >= Character.MIN_SURROGATE && number.number() <= Character.MAX_SURROGATE);
            if (!character) {
                throw new JqError("Unicode codepoint must be numeric, and one of a character");
            }
            text.appendCodePoint((int) ((Value.Num) element).number());
        }
        return run.text(text.toString());
    }

    private static Value indices(Run run, Value input, Value wanted) {
        if (input == Value.Null.NULL) {
            return input;
        }
        if (input instanceof Value.Text text && wanted instanceof Value.Text part) {
            return Searching.indices(run, text.text(), part.text());
        }
        if (input instanceof Arr array) {
            return Searching.indices(
                    run, array, wanted instanceof Arr part ? part : Arr.of(run.meter(), List.of(wanted)));
        }
        throw Access.cannot(run, input, wanted);
    }

    private static Value format(Run run, Value input, Value name) {
        Optional<Format> format = name instanceof Value.Text text ? Format.of(text.text()) : Optional.empty();
        return format.orElseThrow(() -> new JqError(Printer.text(run, name).text() + " is not a valid format"))
                .of(run, input);
    }
}

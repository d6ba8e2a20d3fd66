package dev.lockstep.engine.jq;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How values become text, as in {@code @csv}. */
enum Format {
    TEXT,
    JSON,
    CSV,
    TSV,
    HTML,
    URI,
    SH,
    BASE64,
    BASE64D,
    BASE32,
    BASE32D;

    Value.Text of(Run run, Value value) {
        return switch (this) {
            case TEXT -> Printer.text(run, value);
            case JSON -> Printer.json(run, value);
            case CSV -> row(run, value, ",", text -> '"' + text.replace("\"", "\"\"") + '"');
            case TSV ->
                row(
                        run,
                        value,
                        "\t",
                        text -> text.replace("\\", "\\\\")
                                .replace("\t", "\\t")
                                .replace("\n", "\\n")
                                .replace("\r", "\\r"));
            case HTML -> html(run, Printer.text(run, value).text());
            case URI -> Coding.uri(run, Printer.text(run, value).text());
            case SH -> words(run, value);
            case BASE64 -> Coding.base64(run, Printer.text(run, value).text());
            case BASE64D -> Coding.fromBase64(run, Printer.text(run, value));
            case BASE32 -> Coding.base32(run, Printer.text(run, value).text());
            case BASE32D -> Coding.fromBase32(run, Printer.text(run, value));
        };
    }

    /** What a query calls it. */
    private String spelled() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Format> of(String name) {
        return Arrays.stream(values())
                .filter(format -> format.spelled().equals(name))
                .findFirst();
    }

    private interface Spelling<T> {
        String of(T value);
    }

    private static Value.Text html(Run run, String text) {
        StringBuilder escaped = new StringBuilder();
        run.meter().allocate(2L * text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '\'' -> escaped.append("&#39;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.append(c);
            }
        }
        return run.text(escaped.toString());
    }

    /** As a shell takes them. */
    private static Value.Text words(Run run, Value value) {
        List<Value> words =
                value instanceof Arr array ? array.copy(run.meter(), 0, array.size(run.meter())) : List.of(value);
        return joined(run, words, " ", word -> switch (word) {
            case Value.Text text -> '\'' + text.text().replace("'", "'\\''") + '\'';
            case Arr array -> throw new JqError(Printer.described(run, word) + " can not be escaped for shell");
            case Obj object -> throw new JqError(Printer.described(run, word) + " can not be escaped for shell");
            default -> Printer.text(run, word).text();
        });
    }

    private Value.Text row(Run run, Value value, String between, Spelling<String> spelling) {
        if (!(value instanceof Arr array)) {
            throw new JqError(Printer.described(run, value) + " cannot be " + spelled() + "-formatted, only array");
        }
        return joined(run, array.copy(run.meter(), 0, array.size(run.meter())), between, cell -> switch (cell) {
            case Value.Null nothing -> "";
            case Value.Text text -> {
                run.meter().allocate(4L * text.text().length());
                yield spelling.of(text.text());
            }
            case Value.Bool bool -> Boolean.toString(bool.holds());
            case Value.Num number -> Printer.number(number);
            default -> throw new JqError(Printer.described(run, cell) + " is not valid in a csv row");
        });
    }

    private static Value.Text joined(Run run, List<Value> values, String between, Spelling<Value> spelling) {
        StringBuilder joined = new StringBuilder();
        String before = "";
        for (Value value : values) {
            run.meter().tick();
            joined.append(before).append(spelling.of(value));
            run.meter().lengthOfText(joined.length());
            before = between;
        }
        return run.text(joined.toString());
    }
}

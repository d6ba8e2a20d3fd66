package dev.lockstep.engine.jq;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How values become text, as in {@code @csv}. */
enum Format {
    TEXT {
        @Override
        Value.Text of(Run run, Value value) {
            return Printer.text(run, value);
        }
    },
    JSON {
        @Override
        Value.Text of(Run run, Value value) {
            return Printer.json(run, value);
        }
    },
    CSV {
        @Override
        Value.Text of(Run run, Value value) {
            return row(run, value, "csv", ",", text -> '"' + text.replace("\"", "\"\"") + '"');
        }
    },
    TSV {
        @Override
        Value.Text of(Run run, Value value) {
            return row(
                    run,
                    value,
                    "tsv",
                    "\t",
                    text -> text.replace("\\", "\\\\")
                            .replace("\t", "\\t")
                            .replace("\n", "\\n")
                            .replace("\r", "\\r"));
        }
    },
    HTML {
        @Override
        Value.Text of(Run run, Value value) {
            StringBuilder escaped = new StringBuilder();
            String text = Printer.text(run, value).text();
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
    },
    URI {
        @Override
        Value.Text of(Run run, Value value) {
            return Coding.uri(run, Printer.text(run, value).text());
        }
    },
    SH {
        @Override
        Value.Text of(Run run, Value value) {
            List<Value> words =
                    value instanceof Arr array ? array.copy(run.meter(), 0, array.size(run.meter())) : List.of(value);
            return joined(run, words, " ", word -> switch (word) {
                case Value.Text text -> '\'' + text.text().replace("'", "'\\''") + '\'';
                case Arr array -> throw new JqError(Printer.described(run, word) + " can not be escaped for shell");
                case Obj object -> throw new JqError(Printer.described(run, word) + " can not be escaped for shell");
                default -> Printer.text(run, word).text();
            });
        }
    },
    BASE64 {
        @Override
        Value.Text of(Run run, Value value) {
            return Coding.base64(run, Printer.text(run, value).text());
        }
    },
    BASE64D {
        @Override
        Value.Text of(Run run, Value value) {
            return Coding.fromBase64(run, Printer.text(run, value));
        }
    },
    BASE32 {
        @Override
        Value.Text of(Run run, Value value) {
            return Coding.base32(run, Printer.text(run, value).text());
        }
    },
    BASE32D {
        @Override
        Value.Text of(Run run, Value value) {
            return Coding.fromBase32(run, Printer.text(run, value));
        }
    };

    abstract Value.Text of(Run run, Value value);

    static Optional<Format> of(String name) {
        return Arrays.stream(values())
                .filter(format -> format.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }

    private interface Spelling<T> {
        String of(T value);
    }

    private static Value.Text row(Run run, Value value, String name, String between, Spelling<String> spelling) {
        if (!(value instanceof Arr array)) {
            throw new JqError(Printer.described(run, value) + " cannot be " + name + "-formatted, only array");
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

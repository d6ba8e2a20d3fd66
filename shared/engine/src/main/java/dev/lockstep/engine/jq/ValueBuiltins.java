package dev.lockstep.engine.jq;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.data.MalformedJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Functions of any value, and of objects. */
final class ValueBuiltins {
    private static final Pattern NUMBER = Pattern.compile("\\s*-?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,9})?\\s*");

    private ValueBuiltins() {}

    static List<Builtin> all() {
        return List.of(
                Builtin.of("not", 0, (run, input, given) -> Value.Bool.of(!input.holds())),
                Builtin.of("type", 0, (run, input, given) -> new Value.Text(input.type())),
                Builtin.of("length", 0, (run, input, given) -> length(run, input)),
                Builtin.of("keys", 0, (run, input, given) -> keys(run, input, true)),
                Builtin.of("keys_unsorted", 0, (run, input, given) -> keys(run, input, false)),
                Builtin.of("has", 1, (run, input, given) -> Value.Bool.of(has(run, input, given.get(0)))),
                Builtin.of(
                        "contains",
                        1,
                        (run, input, given) -> Value.Bool.of(Arithmetic.contains(run, input, given.get(0)))),
                Builtin.of("tostring", 0, (run, input, given) -> Printer.text(run, input)),
                Builtin.of("tojson", 0, (run, input, given) -> Printer.json(run, input)),
                Builtin.of("tonumber", 0, (run, input, given) -> number(run, input)),
                Builtin.of("fromjson", 0, (run, input, given) -> parse(run, input)),
                Builtin.of("error", 0, (run, input, given) -> {
                    throw new JqError(input);
                }),
                Builtin.of("error", 1, (run, input, given) -> {
                    throw new JqError(given.get(0));
                }),
                Builtin.of("_from_entries", 0, (run, input, given) -> fromEntries(run, input)));
    }

    private static Value length(Run run, Value value) {
        return switch (value) {
            case Value.Null nothing -> new Value.Num(0);
            case Value.Num number -> run.number(Math.abs(number.number()));
            case Value.Text text -> run.number(Texts.length(run, text.text()));
            case Arr array -> run.number(array.size(run.meter()));
            case Obj object -> run.number(object.size(run.meter()));
            case Value.Bool bool -> throw new JqError(Printer.described(run, value) + " has no length");
        };
    }

    private static Value keys(Run run, Value value, boolean sorted) {
        List<Value> keys = new ArrayList<>();
        switch (value) {
            case Obj object ->
                (sorted ? Order.sortedKeys(run, object) : object.keys(run.meter()))
                        .forEach(key -> keys.add(new Value.Text(key)));
            case Arr array -> {
                for (int i = 0; i < array.size(run.meter()); i++) {
                    keys.add(run.number(i));
                }
            }
            default -> throw new JqError(Printer.described(run, value) + " has no keys");
        }
        return Arr.of(run.meter(), keys);
    }

    private static boolean has(Run run, Value value, Value key) {
        if (value instanceof Obj object && key instanceof Value.Text name) {
            return object.get(run.meter(), name.text()) != null;
        }
        if (value instanceof Arr array && key instanceof Value.Num index) {
            return index.number() >= 0 && index.number() < array.size(run.meter());
        }
        throw new JqError("Cannot check whether " + value.type() + " has a " + key.type() + " key");
    }

    private static Value number(Run run, Value value) {
        if (value instanceof Value.Num) {
            return value;
        }
        if (!(value instanceof Value.Text text)) {
            throw new JqError(Printer.described(run, value) + " cannot be parsed as a number");
        }
        String digits = text.text();
        if (digits.equals("nan")) {
            return run.number(Double.NaN);
        }
        if (digits.length() > 1_000 || !NUMBER.matcher(digits).matches()) {
            throw new JqError("Cannot parse " + Printer.brief(run, value) + " as a number");
        }
        return run.number(Double.parseDouble(digits.strip()));
    }

    private static Value parse(Run run, Value value) {
        if (!(value instanceof Value.Text text)) {
            throw new JqError(Printer.described(run, value) + " only strings can be parsed");
        }
        if (text.text().strip().equals("nan")) {
            return run.number(Double.NaN);
        }
        run.meter().allocate(8L * text.text().length());
        run.meter().glance();
        try {
            return new Data(run).value(Json.parse(text.text()));
        } catch (MalformedJson e) {
            throw new JqError(e.getMessage() + " (while parsing '" + cut(text.text()) + "')");
        }
    }

    private static String cut(String text) {
        return text.length() <= 100 ? text : text.substring(0, text.offsetByCodePoints(0, 90)) + "...";
    }

    /** An object of objects that name a key and a value, in any of the ways of doing so. */
    private static Value fromEntries(Run run, Value value) {
        Map<String, Value> fields = new LinkedHashMap<>();
        for (Value entry : ListBuiltins.iterable(run, value).elements(run.meter())) {
            run.meter().tick();
            run.meter().allocate(Meter.FIELD);
            fields.put(
                    Printer.text(run, first(run, entry, "key", "k", "name", "Name", "K", "Key"))
                            .text(),
                    value(run, entry));
        }
        run.meter().allocate(Meter.OBJECT);
        return new Obj(fields);
    }

    /** The first of these that holds, or one that is there. */
    private static Value first(Run run, Value entry, String... names) {
        Value found = Value.Null.NULL;
        for (String name : names) {
            Value part = Access.get(run, entry, new Value.Text(name));
            if (part.holds() || (part != Value.Null.NULL && name.equals("key"))) {
                return part;
            }
            found = part == Value.Null.NULL ? found : part;
        }
        return found;
    }

    private static Value value(Run run, Value entry) {
        if (entry instanceof Obj object) {
            for (String name : List.of("value", "v")) {
                Value part = object.get(run.meter(), name);
                if (part != null) {
                    return part;
                }
            }
        }
        return first(run, entry, "Value", "V");
    }
}

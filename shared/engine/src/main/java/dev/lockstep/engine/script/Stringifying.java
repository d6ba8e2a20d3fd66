package dev.lockstep.engine.script;

import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Writes a value as JSON text. */
final class Stringifying {
    private final Machine machine;
    private final Value replacer;
    private final String indent;
    private final StringBuilder text;
    private final Set<Value> above = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<String> wanted = new HashSet<>();

    /**
     * One.
     *
     * @param replacer a function that gives each value, a list of the names to write, or anything else for neither
     */
    Stringifying(Machine machine, Value replacer, String indent, StringBuilder text) {
        this.machine = machine;
        this.replacer = replacer;
        this.indent = indent;
        this.text = text;
        if (replacer instanceof Arr names) {
            names.elements().forEach(name -> wanted.add(machine.convert().key(name)));
        }
    }

    /** Writes it; tells whether it is data at all. */
    boolean write(Value value) {
        return write(new Obj(), "", value, "\n");
    }

    private boolean write(Value holder, String key, Value value, String newLine) {
        machine.meter().enter();
        Value given = value instanceof Moment moment
                ? machine.call(machine.properties().get(moment, "toJSON"), moment, Arguments.NONE)
                : value;
        if (given instanceof Obj obj && obj.get("toJSON") instanceof Fn function) {
            given = machine.call(function, obj, Arguments.of(new Value.Text(key)));
        }
        if (replacer instanceof Fn function) {
            given = machine.call(function, holder, Arguments.of(new Value.Text(key), given));
        }
        boolean any = writePlain(given, newLine);
        machine.meter().leave();
        return any;
    }

    private boolean writePlain(Value value, String newLine) {
        switch (value) {
            case Value.Nothing nothing -> {
                if (nothing == Value.Nothing.UNDEFINED) {
                    return false;
                }
                append("null");
            }
            case Value.Bool bool -> append(bool.holds() ? "true" : "false");
            case Value.Num number ->
                append(Double.isFinite(number.number()) ? Numbers.format(number.number()) : "null");
            case Value.Text string -> quote(string.text());
            case Fn function -> {
                return false;
            }
            case Obj obj -> within(obj, () -> fields(obj, newLine));
            case Arr list -> within(list, () -> elements(list, newLine));
            case Moment moment -> append("null");
            case Keyed keyed -> append("{}");
            case Regex regex -> append("{}");
        }
        return true;
    }

    private void within(Value value, Runnable writing) {
        if (!above.add(value)) {
            throw machine.typeError("Converting circular structure to JSON");
        }
        writing.run();
        above.remove(value);
    }

    private void append(String part) {
        machine.meter().lengthOfText((long) text.length() + part.length());
        machine.meter().allocate(part.length());
        text.append(part);
    }

    private void fields(Obj obj, String newLine) {
        String inner = indent.isEmpty() ? "" : newLine + indent;
        append("{");
        boolean any = false;
        for (String key : machine.properties().keys(obj)) {
            if (replacer instanceof Arr && !wanted.contains(key)) {
                continue;
            }
            int before = text.length();
            append((any ? "," : "") + inner);
            quote(key);
            append(indent.isEmpty() ? ":" : ": ");
            if (write(obj, key, machine.properties().get(obj, key), inner)) {
                any = true;
            } else {
                text.setLength(before);
            }
        }
        append(any && !indent.isEmpty() ? newLine + "}" : "}");
    }

    private void elements(Arr list, String newLine) {
        String inner = indent.isEmpty() ? "" : newLine + indent;
        append("[");
        List<Value> elements = List.copyOf(list.elements());
        for (int i = 0; i < elements.size(); i++) {
            append((i > 0 ? "," : "") + inner);
            if (!write(list, Integer.toString(i), elements.get(i), inner)) {
                append("null");
            }
        }
        append(!elements.isEmpty() && !indent.isEmpty() ? newLine + "]" : "]");
    }

    private void quote(String value) {
        machine.meter().lengthOfText((long) text.length() + value.length());
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                case '\b' -> quoted.append("\\b");
                case '\f' -> quoted.append("\\f");
                default -> {
                    if (c < ' ' || isHalf(value, i)) {
                        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        append(quoted.append('"').toString());
    }

    /** Whether a character is half of a pair whose other half is not there. */
    private static boolean isHalf(String value, int at) {
        char c = value.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 == value.length() || !Character.isLowSurrogate(value.charAt(at + 1));
        }
        return Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(value.charAt(at - 1)));
    }
}

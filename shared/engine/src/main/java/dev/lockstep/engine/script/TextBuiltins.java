package dev.lockstep.engine.script;

import java.text.Collator;
import java.util.Locale;
import java.util.Map;

/** {@code String}, and what texts can do by themselves. */
final class TextBuiltins {
    static final Map<String, Value> METHODS = TextReplacing.onto(SearchBuiltins.onto(new Natives()))
            .with("charAt", 1, (machine, self, given) -> unit(machine, self, given, Value.Text.EMPTY))
            .with("at", 1, TextBuiltins::at)
            .with("charCodeAt", 1, TextBuiltins::charCodeAt)
            .with("codePointAt", 1, TextBuiltins::codePointAt)
            .with("slice", 2, TextBuiltins::slice)
            .with("substring", 2, TextBuiltins::substring)
            .with("substr", 2, TextBuiltins::substr)
            .with("trim", 0, (machine, self, given) -> machine.text(trimmed(own(machine, self), true, true)))
            .with("trimStart", 0, (machine, self, given) -> machine.text(trimmed(own(machine, self), true, false)))
            .with("trimEnd", 0, (machine, self, given) -> machine.text(trimmed(own(machine, self), false, true)))
            .with(
                    "toUpperCase",
                    0,
                    (machine, self, given) -> machine.text(own(machine, self).toUpperCase(Locale.ROOT)))
            .with(
                    "toLowerCase",
                    0,
                    (machine, self, given) -> machine.text(own(machine, self).toLowerCase(Locale.ROOT)))
            .with(
                    "padStart",
                    2,
                    (machine, self, given) -> machine.text(padding(machine, self, given) + own(machine, self)))
            .with(
                    "padEnd",
                    2,
                    (machine, self, given) -> machine.text(own(machine, self) + padding(machine, self, given)))
            .with("repeat", 1, TextBuiltins::repeat)
            .with("concat", 1, TextBuiltins::concat)
            .with("localeCompare", 1, TextBuiltins::localeCompare)
            .with("toString", 0, (machine, self, given) -> new Value.Text(own(machine, self)))
            .all();

    static final Fn.Native TYPE = Natives.type("String", TextBuiltins::make, TextBuiltins::make, members(), METHODS);

    private TextBuiltins() {}

    private static Natives members() {
        return new Natives()
                .with("fromCharCode", 1, TextBuiltins::fromCharCode)
                .with("fromCodePoint", 1, TextBuiltins::fromCodePoint);
    }

    /** The text itself, which is looked at from one end to the other: that takes time. */
    static String own(Machine machine, Value self) {
        if (self instanceof Value.Nothing) {
            throw machine.typeError("String.prototype method called on null or undefined");
        }
        machine.meter().glance();
        return machine.convert().text(self);
    }

    private static Value make(Machine machine, Value self, Arguments given) {
        return given.size() == 0
                ? Value.Text.EMPTY
                : machine.text(machine.convert().text(given.at(0)));
    }

    private static Value fromCharCode(Machine machine, Value self, Arguments given) {
        StringBuilder text = new StringBuilder();
        given.values()
                .forEach(code ->
                        text.append((char) Numbers.int32(machine.convert().number(code))));
        return machine.text(text.toString());
    }

    private static Value fromCodePoint(Machine machine, Value self, Arguments given) {
        StringBuilder text = new StringBuilder();
        for (Value code : given.values()) {
            double point = machine.convert().number(code);
            if (point != (int) point || !Character.isValidCodePoint((int) point)) {
                throw machine.error(
                        "RangeError", "Invalid code point " + machine.convert().text(code));
            }
            text.appendCodePoint((int) point);
        }
        return machine.text(text.toString());
    }

    private static Value unit(Machine machine, Value self, Arguments given, Value none) {
        String text = own(machine, self);
        double index = machine.convert().integer(given.at(0));
        return index >= 0 && index < text.length()
                ? new Value.Text(text.substring((int) index, (int) index + 1))
                : none;
    }

    private static Value at(Machine machine, Value self, Arguments given) {
        double index = machine.convert().integer(given.at(0));
        double from = index < 0 ? index + own(machine, self).length() : index;
        return unit(machine, self, Arguments.of(new Value.Num(from)), Value.Nothing.UNDEFINED);
    }

    private static Value charCodeAt(Machine machine, Value self, Arguments given) {
        return unit(machine, self, given, Value.Nothing.UNDEFINED) instanceof Value.Text unit
                ? new Value.Num(unit.text().charAt(0))
                : new Value.Num(Double.NaN);
    }

    private static Value codePointAt(Machine machine, Value self, Arguments given) {
        String text = own(machine, self);
        double index = machine.convert().integer(given.at(0));
        return index >= 0 && index < text.length()
                ? new Value.Num(text.codePointAt((int) index))
                : Value.Nothing.UNDEFINED;
    }

    private static Value slice(Machine machine, Value self, Arguments given) {
        String text = own(machine, self);
        int from = ListBuiltins.index(machine, given.at(0), text.length(), 0);
        int to = ListBuiltins.index(machine, given.at(1), text.length(), text.length());
        return machine.text(from < to ? text.substring(from, to) : "");
    }

    private static Value substring(Machine machine, Value self, Arguments given) {
        String text = own(machine, self);
        int from = (int) Math.clamp(machine.convert().integer(given.at(0)), 0, text.length());
        int to = given.has(1)
                ? (int) Math.clamp(machine.convert().integer(given.at(1)), 0, text.length())
                : text.length();
        return machine.text(text.substring(Math.min(from, to), Math.max(from, to)));
    }

    private static Value substr(Machine machine, Value self, Arguments given) {
        String text = own(machine, self);
        int from = ListBuiltins.index(machine, given.at(0), text.length(), 0);
        int rest = text.length() - from;
        int length = given.has(1) ? (int) Math.clamp(machine.convert().integer(given.at(1)), 0, rest) : rest;
        return machine.text(text.substring(from, from + length));
    }

    static String trimmed(String text, boolean start, boolean end) {
        int from = 0;
        int to = text.length();
        while (start && from < to && Lexer.isBlank(text.charAt(from))) {
            from++;
        }
        while (end && to > from && Lexer.isBlank(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static String padding(Machine machine, Value self, Arguments given) {
        String text = own(machine, self);
        double width = machine.convert().integer(given.at(0));
        String filler = given.has(1) ? machine.convert().text(given.at(1)) : " ";
        if (width <= text.length() || filler.isEmpty()) {
            return "";
        }
        machine.meter().text((long) width);
        int missing = (int) width - text.length();
        return filler.repeat(missing / filler.length() + 1).substring(0, missing);
    }

    private static Value repeat(Machine machine, Value self, Arguments given) {
        String text = own(machine, self);
        double times = machine.convert().integer(given.at(0));
        if (times < 0 || Double.isInfinite(times)) {
            throw machine.error(
                    "RangeError", "Invalid count value: " + machine.convert().text(given.at(0)));
        }
        if (text.isEmpty()) {
            return Value.Text.EMPTY;
        }
        machine.meter().text((long) Math.min(text.length() * times, Long.MAX_VALUE / 4.0));
        return new Value.Text(text.repeat((int) times));
    }

    private static Value concat(Machine machine, Value self, Arguments given) {
        StringBuilder text = new StringBuilder(own(machine, self));
        for (Value part : given.values()) {
            text.append(machine.convert().text(part));
            machine.meter().lengthOfText(text.length());
        }
        return machine.text(text.toString());
    }

    /** By the letters first, then by their accents and their case; the same wherever it runs. */
    private static Value localeCompare(Machine machine, Value self, Arguments given) {
        String text = own(machine, self);
        String other = machine.convert().text(given.at(0));
        machine.meter().allocate(16L * (text.length() + other.length()));
        return new Value.Num(Integer.signum(Collator.getInstance(Locale.ROOT).compare(text, other)));
    }
}

package dev.lockstep.engine.script;

import com.google.re2j.Matcher;
import dev.lockstep.engine.language.TextSearch;
import java.util.ArrayList;
import java.util.List;

/** What texts can do by matching: splitting, replacing, searching by a pattern. */
final class TextReplacing {
    private TextReplacing() {}

    static Natives onto(Natives natives) {
        return natives.with("split", 2, TextReplacing::split)
                .with("replace", 2, (machine, self, given) -> replace(machine, self, given, false))
                .with("replaceAll", 2, (machine, self, given) -> replace(machine, self, given, true))
                .with("match", 1, TextReplacing::match)
                .with("matchAll", 1, TextReplacing::matchAll)
                .with("search", 1, TextReplacing::search);
    }

    private static Value split(Machine machine, Value self, Arguments given) {
        String text = TextBuiltins.own(machine, self);
        long limit = given.has(1) ? Numbers.int32(machine.convert().number(given.at(1))) & 0xffff_ffffL : Meter.LIST;
        List<Value> parts = new ArrayList<>();
        if (!given.has(0)) {
            parts.add(new Value.Text(text));
        } else if (given.at(0) instanceof Regex regex) {
            byPattern(machine, regex, text, parts);
        } else {
            byText(machine, machine.convert().text(given.at(0)), text, parts);
        }
        return machine.list(parts.size() > limit ? parts.subList(0, (int) limit) : parts);
    }

    private static void add(Machine machine, List<Value> parts, String part) {
        machine.meter().tick();
        parts.add(machine.text(part));
        machine.meter().lengthOfList(parts.size());
    }

    private static void byText(Machine machine, String separator, String text, List<Value> parts) {
        if (separator.isEmpty()) {
            machine.meter().list(text.length());
            for (int i = 0; i < text.length(); i++) {
                parts.add(new Value.Text(text.substring(i, i + 1)));
            }
            return;
        }
        int from = 0;
        for (int at = TextSearch.find(text, separator, 0); at >= 0; at = TextSearch.find(text, separator, from)) {
            add(machine, parts, text.substring(from, at));
            from = at + separator.length();
        }
        add(machine, parts, text.substring(from));
    }

    private static void byPattern(Machine machine, Regex regex, String text, List<Value> parts) {
        Matcher matcher = RegularBuiltins.matcher(machine, regex, text);
        if (text.isEmpty()) {
            if (!matcher.find()) {
                parts.add(Value.Text.EMPTY);
            }
            return;
        }
        int from = 0;
        while (matcher.find()) {
            boolean empty = matcher.end() == matcher.start();
            // Nothing is split off by an empty match at an end.
            if (matcher.start() >= text.length() || (empty && matcher.start() == from)) {
                continue;
            }
            add(machine, parts, text.substring(from, matcher.start()));
            for (int i = 1; i <= matcher.groupCount(); i++) {
                parts.add(RegularBuiltins.group(machine, matcher, i));
            }
            from = matcher.end();
        }
        add(machine, parts, text.substring(from));
    }

    private static Value replace(Machine machine, Value self, Arguments given, boolean all) {
        String text = TextBuiltins.own(machine, self);
        StringBuilder result = new StringBuilder();
        Value by = given.at(1) instanceof Fn
                ? given.at(1)
                : new Value.Text(machine.convert().text(given.at(1)));
        int from;
        if (given.at(0) instanceof Regex regex) {
            if (all && !regex.isGlobal()) {
                throw machine.typeError("replaceAll must be called with a global RegExp");
            }
            from = replacePattern(machine, regex, text, by, result);
        } else {
            from = replaceText(machine, machine.convert().text(given.at(0)), text, by, all, result);
        }
        append(machine, result, text.substring(from));
        return machine.text(result.toString());
    }

    private static void append(Machine machine, StringBuilder result, String part) {
        machine.meter().lengthOfText((long) result.length() + part.length());
        result.append(part);
    }

    private static int replacePattern(Machine machine, Regex regex, String text, Value by, StringBuilder result) {
        Matcher matcher = RegularBuiltins.matcher(machine, regex, text);
        int from = 0;
        boolean more = matcher.find();
        while (more) {
            Arr match = RegularBuiltins.match(machine, matcher, text);
            append(machine, result, text.substring(from, matcher.start()));
            append(machine, result, Replacement.of(machine, match, matcher.start(), text, by));
            from = matcher.end();
            more = regex.isGlobal() && matcher.find();
        }
        return from;
    }

    private static int replaceText(
            Machine machine, String wanted, String text, Value by, boolean all, StringBuilder result) {
        int from = 0;
        int at = TextSearch.find(text, wanted, 0);
        while (at >= 0) {
            machine.meter().tick();
            Arr match = machine.list(List.of(new Value.Text(wanted)));
            append(machine, result, text.substring(from, at));
            append(machine, result, Replacement.of(machine, match, at, text, by));
            from = at + wanted.length();
            int next = wanted.isEmpty() ? at + 1 : from;
            at = all && next <= text.length() ? TextSearch.find(text, wanted, next) : -1;
        }
        return from;
    }

    private static Regex regex(Machine machine, Value given, String flags) {
        return given instanceof Regex regex
                ? regex
                : RegularBuiltins.compile(
                        machine,
                        given == Value.Nothing.UNDEFINED
                                ? ""
                                : machine.convert().text(given),
                        flags);
    }

    private static Value match(Machine machine, Value self, Arguments given) {
        String text = TextBuiltins.own(machine, self);
        Regex regex = regex(machine, given.at(0), "");
        Matcher matcher = RegularBuiltins.matcher(machine, regex, text);
        if (!regex.isGlobal()) {
            return matcher.find() ? RegularBuiltins.match(machine, matcher, text) : Value.Nothing.NULL;
        }
        List<Value> all = new ArrayList<>();
        while (matcher.find()) {
            add(machine, all, matcher.group());
        }
        return all.isEmpty() ? Value.Nothing.NULL : machine.list(all);
    }

    private static Value matchAll(Machine machine, Value self, Arguments given) {
        String text = TextBuiltins.own(machine, self);
        Regex regex = regex(machine, given.at(0), "g");
        if (!regex.isGlobal()) {
            throw machine.typeError("String.prototype.matchAll called with a non-global RegExp argument");
        }
        Matcher matcher = RegularBuiltins.matcher(machine, regex, text);
        List<Value> all = new ArrayList<>();
        while (matcher.find()) {
            all.add(RegularBuiltins.match(machine, matcher, text));
            machine.meter().lengthOfList(all.size());
        }
        return machine.list(all);
    }

    private static Value search(Machine machine, Value self, Arguments given) {
        String text = TextBuiltins.own(machine, self);
        Matcher matcher = RegularBuiltins.matcher(machine, regex(machine, given.at(0), ""), text);
        return new Value.Num(matcher.find() ? matcher.start() : -1);
    }
}

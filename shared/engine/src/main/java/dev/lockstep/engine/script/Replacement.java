package dev.lockstep.engine.script;

import java.util.ArrayList;
import java.util.List;

/** What takes the place of a match: what a function gives, or a text that may name the match and its groups. */
final class Replacement {
    private final Machine machine;
    private final Arr match;
    private final int start;
    private final String text;

    private Replacement(Machine machine, Arr match, int start, String text) {
        this.machine = machine;
        this.match = match;
        this.start = start;
        this.text = text;
    }

    static String of(Machine machine, Arr match, int start, String text, Value by) {
        if (!(by instanceof Fn function)) {
            return new Replacement(machine, match, start, text)
                    .expanded(machine.convert().text(by));
        }
        List<Value> arguments = new ArrayList<>(match.elements());
        arguments.add(new Value.Num(start));
        arguments.add(new Value.Text(text));
        return machine.convert().text(machine.call(function, Value.Nothing.UNDEFINED, new Arguments(arguments)));
    }

    private String group(int index) {
        return match.at(index) instanceof Value.Text group ? group.text() : "";
    }

    private String expanded(String template) {
        if (template.indexOf('$') < 0) {
            return template;
        }
        StringBuilder expanded = new StringBuilder();
        int at = 0;
        while (at < template.length()) {
            machine.meter().lengthOfText(expanded.length());
            at = template.charAt(at) == '$' && at + 1 < template.length()
                    ? reference(template, at, expanded)
                    : plain(template, at, expanded);
        }
        machine.meter().text(expanded.length());
        return expanded.toString();
    }

    private static int plain(String template, int at, StringBuilder expanded) {
        expanded.append(template.charAt(at));
        return at + 1;
    }

    private int reference(String template, int at, StringBuilder expanded) {
        char c = template.charAt(at + 1);
        switch (c) {
            case '$' -> expanded.append('$');
            case '&' -> expanded.append(group(0));
            case '`' -> expanded.append(text, 0, start);
            case '\'' -> expanded.append(text, Math.min(text.length(), start + group(0).length()), text.length());
            case '<' -> {
                return named(template, at, expanded);
            }
            default -> {
                return numbered(template, at, expanded);
            }
        }
        return at + 2;
    }

    private int named(String template, int at, StringBuilder expanded) {
        int end = template.indexOf('>', at);
        Value groups = match.about().getOrDefault("groups", Value.Nothing.UNDEFINED);
        if (end < 0 || !(groups instanceof Obj named)) {
            return plain(template, at, expanded);
        }
        Value group = named.get(template.substring(at + 2, end));
        expanded.append(group instanceof Value.Text found ? found.text() : "");
        return end + 1;
    }

    private int numbered(String template, int at, StringBuilder expanded) {
        int groups = match.size() - 1;
        int one = Numbers.digit(template.charAt(at + 1));
        int next = at + 2 < template.length() ? Numbers.digit(template.charAt(at + 2)) : 99;
        int both = one * 10 + next;
        if (one <= 9 && next <= 9 && both >= 1 && both <= groups) {
            expanded.append(group(both));
            return at + 3;
        }
        if (one >= 1 && one <= 9 && one <= groups) {
            expanded.append(group(one));
            return at + 2;
        }
        return plain(template, at, expanded);
    }
}

package dev.lockstep.engine.script;

import dev.lockstep.engine.language.TextSearch;

/** Functions that look for texts in texts. */
final class SearchBuiltins {
    private SearchBuiltins() {}

    static Natives onto(Natives natives) {
        return natives.with("indexOf", 1, (machine, self, given) -> {
                    String text = TextBuiltins.own(machine, self);
                    int from = from(machine, given, text);
                    return new Value.Num(TextSearch.find(text, wanted(machine, given), from));
                })
                .with("lastIndexOf", 1, SearchBuiltins::lastIndexOf)
                .with("includes", 1, (machine, self, given) -> {
                    String text = TextBuiltins.own(machine, self);
                    int from = from(machine, given, text);
                    return Value.Bool.of(TextSearch.find(text, wanted(machine, given), from) >= 0);
                })
                .with("startsWith", 1, (machine, self, given) -> {
                    String text = TextBuiltins.own(machine, self);
                    return Value.Bool.of(text.startsWith(wanted(machine, given), from(machine, given, text)));
                })
                .with("endsWith", 1, (machine, self, given) -> {
                    String text = TextBuiltins.own(machine, self);
                    int end = given.has(1) ? from(machine, given, text) : text.length();
                    return Value.Bool.of(text.substring(0, end).endsWith(wanted(machine, given)));
                });
    }

    private static String wanted(Machine machine, Arguments given) {
        if (given.at(0) instanceof Regex) {
            throw machine.typeError("First argument must not be a regular expression");
        }
        return machine.convert().text(given.at(0));
    }

    private static int from(Machine machine, Arguments given, String text) {
        return (int) Math.clamp(machine.convert().integer(given.at(1)), 0, text.length());
    }

    private static Value lastIndexOf(Machine machine, Value self, Arguments given) {
        String text = TextBuiltins.own(machine, self);
        String wanted = wanted(machine, given);
        double last = machine.convert().number(given.at(1));
        int from = Double.isNaN(last) ? text.length() : (int) Math.clamp(last, 0, text.length());
        if (TextSearch.isShort(wanted)) {
            return new Value.Num(text.lastIndexOf(wanted, from));
        }
        int end = Math.min(text.length(), from + wanted.length());
        String turned = new StringBuilder(text.substring(0, end)).reverse().toString();
        int found = TextSearch.find(turned, new StringBuilder(wanted).reverse().toString(), 0);
        return new Value.Num(found < 0 ? -1 : end - found - wanted.length());
    }
}

package dev.lockstep.engine.script;

/** Looks for texts in texts, in time that grows with both and not with their product. */
final class TextSearch {
    /** Up to this, the plain search is fast enough whatever it is given. */
    private static final int SHORT = 16;

    private TextSearch() {}

    static Natives onto(Natives natives) {
        return natives.with("indexOf", 1, (machine, self, given) -> {
                    String text = TextBuiltins.own(machine, self);
                    int from = from(machine, given, text);
                    return new Value.Num(find(text, wanted(machine, given), from));
                })
                .with("lastIndexOf", 1, TextSearch::lastIndexOf)
                .with("includes", 1, (machine, self, given) -> {
                    String text = TextBuiltins.own(machine, self);
                    int from = from(machine, given, text);
                    return Value.Bool.of(find(text, wanted(machine, given), from) >= 0);
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
        if (wanted.length() <= SHORT) {
            return new Value.Num(text.lastIndexOf(wanted, from));
        }
        int end = Math.min(text.length(), from + wanted.length());
        String turned = new StringBuilder(text.substring(0, end)).reverse().toString();
        int found = find(turned, new StringBuilder(wanted).reverse().toString(), 0);
        return new Value.Num(found < 0 ? -1 : end - found - wanted.length());
    }

    /** Where the wanted text is, at this place or after it; -1 where it is not. */
    static int find(String text, String wanted, int from) {
        return wanted.length() <= SHORT ? text.indexOf(wanted, from) : findLong(text, wanted, from);
    }

    /** By Knuth, Morris and Pratt. */
    private static int findLong(String text, String wanted, int from) {
        int[] borders = borders(wanted);
        int matched = 0;
        for (int at = from; at < text.length(); at++) {
            while (matched > 0 && wanted.charAt(matched) != text.charAt(at)) {
                matched = borders[matched - 1];
            }
            if (wanted.charAt(matched) == text.charAt(at)) {
                matched++;
            }
            if (matched == wanted.length()) {
                return at - matched + 1;
            }
        }
        return -1;
    }

    /** How much of its own beginning each beginning of a text ends with. */
    private static int[] borders(String text) {
        int[] borders = new int[text.length()];
        int length = 0;
        for (int at = 1; at < text.length(); at++) {
            while (length > 0 && text.charAt(at) != text.charAt(length)) {
                length = borders[length - 1];
            }
            if (text.charAt(at) == text.charAt(length)) {
                length++;
            }
            borders[at] = length;
        }
        return borders;
    }
}

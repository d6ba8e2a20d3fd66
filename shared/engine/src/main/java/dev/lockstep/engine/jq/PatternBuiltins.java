package dev.lockstep.engine.jq;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.lockstep.engine.data.Patterns;
import dev.lockstep.engine.language.SyntaxFault;
import dev.lockstep.engine.language.Watched;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Functions of regular expressions. */
final class PatternBuiltins {
    private PatternBuiltins() {}

    static List<Builtin> all() {
        return List.of(
                Builtin.of(
                        "_test",
                        2,
                        (run, input, given) -> Value.Bool.of(
                                find(run, input, given.get(0), flags(run, given.get(1)), true) != Value.Null.NULL)),
                Builtin.of(
                        "_match",
                        2,
                        (run, input, given) -> find(run, input, given.get(0), flags(run, given.get(1)), false)),
                Builtin.of("_pieces", 1, (run, input, given) -> pieces(run, input, given.get(0))),
                Builtin.of("_splice", 1, (run, input, given) -> splice(run, input, given.get(0))));
    }

    private static String flags(Run run, Value value) {
        if (value == Value.Null.NULL) {
            return "";
        }
        String flags = TextBuiltins.text(run, value, " is not a string");
        if (flags.contains("l")) {
            throw new JqError("the modifier l is not supported");
        }
        if (!flags.chars().allMatch(flag -> "gixnsp".indexOf(flag) >= 0)) {
            throw new JqError(flags + " is not a valid modifier string");
        }
        return flags;
    }

    private static Pattern compile(Run run, String source, String flags) {
        String key = flags + "/" + source;
        Pattern known = run.patterns().get(key);
        if (known != null) {
            return known;
        }
        run.meter().pattern(source);
        try {
            Pattern pattern = Patterns.compile(PatternSource.translated(source, flags));
            run.meter().compiled(pattern.programSize());
            run.patterns().put(key, pattern);
            return pattern;
        } catch (Patterns.Unusable | SyntaxFault e) {
            throw new JqError(Printer.brief(run, new Value.Text(source)) + " cannot be matched: " + e.getMessage());
        }
    }

    /** The matches; null where there is none and they are not wanted. */
    private static Value find(Run run, Value input, Value regex, String flags, boolean whether) {
        String otherwise = " cannot be matched, as it is not a string";
        String text = TextBuiltins.text(run, input, otherwise);
        Pattern pattern = compile(run, TextBuiltins.text(run, regex, otherwise), flags);
        Matcher matcher = Watched.matcher(pattern, text, run.meter());
        List<Value> matches = new ArrayList<>();
        Offsets offsets = new Offsets(text);
        boolean all = flags.contains("g");
        boolean goesOn = true;
        while (goesOn && matcher.find()) {
            run.meter().tick();
            boolean wanted = matcher.end() > matcher.start() || !flags.contains("n");
            if (wanted && !isWithinCharacter(text, matcher.start())) {
                if (whether) {
                    return Value.Bool.TRUE;
                }
                run.meter().lengthOfList(matches.size() + 1L);
                matches.add(match(run, matcher, offsets));
                goesOn = all;
            }
        }
        return whether ? Value.Null.NULL : Arr.of(run.meter(), matches);
    }

    /** RE2 finds nothing between the two halves of a character as well. */
    private static boolean isWithinCharacter(String text, int place) {
        return place > 0
                && place < text.length()
                && Character.isSurrogatePair(text.charAt(place - 1), text.charAt(place));
    }

    /** Counts characters up to places in a text, mostly one behind the other. */
    private static final class Offsets {
        private final String text;
        private int place;
        private int characters;

        Offsets(String text) {
            this.text = text;
        }

        int of(int wanted) {
            characters += wanted >= place ? text.codePointCount(place, wanted) : -text.codePointCount(wanted, place);
            place = wanted;
            return characters;
        }
    }

    private static Value match(Run run, Matcher matcher, Offsets offsets) {
        Map<Integer, String> names = new LinkedHashMap<>();
        matcher.pattern().namedGroups().forEach((name, index) -> names.put(index, name));
        List<Value> captures = new ArrayList<>();
        for (int i = 1; i <= matcher.groupCount(); i++) {
            captures.add(group(run, matcher, i, offsets, true, names.get(i)));
        }
        return group(run, matcher, 0, offsets, false, null)
                .with(run.meter(), "captures", Arr.of(run.meter(), captures));
    }

    private static Obj group(
            Run run, Matcher matcher, int index, Offsets offsets, boolean named, @Nullable String name) {
        String string = matcher.group(index);
        Map<String, Value> group = new LinkedHashMap<>();
        run.meter().allocate(Meter.OBJECT + 4L * Meter.FIELD);
        group.put("offset", run.number(string == null ? -1 : offsets.of(matcher.start(index))));
        group.put("length", run.number(string == null ? 0 : string.codePointCount(0, string.length())));
        group.put("string", string == null ? Value.Null.NULL : run.text(string));
        if (named) {
            group.put("name", name == null ? Value.Null.NULL : new Value.Text(name));
        }
        return new Obj(group);
    }

    /** A place in a text, of which a list tells it, counted in characters. */
    private static int number(Run run, Value edit, int index) {
        return Access.get(run, edit, new Value.Num(index)) instanceof Value.Num number ? (int) number.number() : 0;
    }

    /** What is between the places that are cut out, each told as an offset and a length. */
    private static Value pieces(Run run, Value input, Value cuts) {
        String text = ((Value.Text) input).text();
        List<Value> pieces = new ArrayList<>();
        int from = 0;
        int characters = 0;
        for (Value cut : ListBuiltins.elements(run, cuts)) {
            run.meter().tick();
            int start = text.offsetByCodePoints(from, number(run, cut, 0) - characters);
            pieces.add(run.text(text.substring(from, start)));
            from = text.offsetByCodePoints(start, number(run, cut, 1));
            characters = number(run, cut, 0) + number(run, cut, 1);
        }
        pieces.add(run.text(text.substring(from)));
        return Arr.of(run.meter(), pieces);
    }

    /** What becomes of a text: edits are told as an offset, a length, and the texts of which each makes one result. */
    private static Value splice(Run run, Value input, Value edits) {
        String text = ((Value.Text) input).text();
        List<StringBuilder> results = new ArrayList<>();
        int from = 0;
        int characters = 0;
        for (Value edit : ListBuiltins.elements(run, edits)) {
            run.meter().tick();
            int start = text.offsetByCodePoints(from, number(run, edit, 0) - characters);
            int i = 0;
            for (Value insert : ListBuiltins.elements(run, Access.get(run, edit, new Value.Num(2)))) {
                if (i == results.size()) {
                    results.add(new StringBuilder());
                }
                StringBuilder result = results.get(i).append(text, from, start);
                if (insert instanceof Value.Text one) {
                    result.append(one.text());
                } else if (insert != Value.Null.NULL) {
                    throw new JqError(Printer.described(run, insert) + " cannot be added to a string");
                }
                run.meter().lengthOfText(result.length());
                i++;
            }
            from = text.offsetByCodePoints(start, number(run, edit, 1));
            characters = number(run, edit, 0) + number(run, edit, 1);
        }
        if (results.isEmpty()) {
            return Arr.of(run.meter(), List.of(input));
        }
        List<Value> texts = new ArrayList<>();
        for (StringBuilder result : results) {
            run.meter().lengthOfText((long) result.length() + text.length() - from);
            texts.add(run.text(result.append(text, from, text.length()).toString()));
        }
        return Arr.of(run.meter(), texts);
    }
}

package dev.lockstep.engine.data;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;

/**
 * Regular expressions of anybody's making. They are RE2's, which match in time proportional to the text, times the size of the
 * pattern: so that is bounded as well, before the library builds it, since each repeat of a repeat multiplies it.
 */
public final class Patterns {
    private static final int MOST_PARTS = 2_000;
    private static final java.util.regex.Pattern REPEAT =
            java.util.regex.Pattern.compile("\\{(\\d{1,4})(,(\\d{0,4}))?}");

    private Patterns() {}

    /** A text that is no pattern, or too large a one. */
    public static final class Unusable extends Exception {
        Unusable(String message) {
            super(message);
        }
    }

    public static Pattern compile(String source) throws Unusable {
        if (parts(source) > MOST_PARTS) {
            throw new Unusable("the pattern is too large: with its repeats written out, it has more than " + MOST_PARTS
                    + " parts");
        }
        try {
            return Pattern.compile(source);
        } catch (PatternSyntaxException e) {
            throw new Unusable("this is not a pattern that RE2 knows: " + e.getDescription());
        } catch (StackOverflowError e) {
            throw new Unusable("the pattern nests too deeply");
        }
    }

    /** How many characters, classes and signs it has once each repeat is written out; more is told where it is in doubt. */
    private static long parts(String source) {
        Deque<Long> outer = new ArrayDeque<>();
        long before = 0;
        long last = 0;
        Matcher repeat = REPEAT.matcher(source);
        for (int at = 0; at < source.length() && before <= MOST_PARTS; at++) {
            char c = source.charAt(at);
            if (c == '{' && repeat.region(at, source.length()).lookingAt()) {
                last *= times(repeat);
                at = repeat.end() - 1;
                continue;
            }
            before += last;
            last = 1;
            switch (c) {
                case '\\' -> at++;
                case '(' -> {
                    outer.push(before);
                    before = 0;
                    last = 0;
                }
                case ')' -> {
                    last = before + 1;
                    before = outer.isEmpty() ? 0 : outer.pop();
                }
                default -> {}
            }
        }
        return outer.stream().mapToLong(Long::longValue).sum() + before + last;
    }

    private static long times(Matcher repeat) {
        long least = Long.parseLong(repeat.group(1));
        String most = repeat.group(3);
        return Math.max(1, most == null || most.isEmpty() ? least + 1 : Math.max(least, Long.parseLong(most)));
    }
}

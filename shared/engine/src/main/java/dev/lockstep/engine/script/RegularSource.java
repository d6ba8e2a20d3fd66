package dev.lockstep.engine.script;

import com.google.re2j.Pattern;
import dev.lockstep.engine.data.Patterns;
import java.util.HashSet;
import java.util.Set;

/** The language's regular expressions as RE2 takes them, which matches in linear time and so has no lookaround. */
final class RegularSource {
    /** The letters that mean something after a backslash; any other means itself. */
    private static final String KNOWN = "dDwWsSbBfnrtvxpPc";

    private RegularSource() {}

    static Pattern compile(String source, String flags) throws Patterns.Unusable {
        Set<Character> seen = new HashSet<>();
        StringBuilder prefix = new StringBuilder();
        for (int i = 0; i < flags.length(); i++) {
            char flag = flags.charAt(i);
            if ("gimsu".indexOf(flag) < 0 || !seen.add(flag)) {
                throw new Patterns.Unusable("Invalid flags '" + flags + "'");
            }
            if ("ims".indexOf(flag) >= 0) {
                prefix.append(flag);
            }
        }
        String translated = translated(source);
        return Patterns.compile(prefix.isEmpty() ? translated : "(?" + prefix + ")" + translated);
    }

    private static String translated(String source) throws Patterns.Unusable {
        StringBuilder translated = new StringBuilder();
        boolean inClass = false;
        int at = 0;
        while (at < source.length()) {
            char c = source.charAt(at);
            if (c == '\\') {
                at = escape(source, at, inClass, translated);
            } else if (source.startsWith("[^]", at) && !inClass) {
                translated.append("[\\s\\S]");
                at += 3;
            } else if (source.startsWith("[]", at) && !inClass) {
                throw new Patterns.Unusable("[] matches nothing");
            } else if (c == '[' && inClass) {
                translated.append("\\[");
                at++;
            } else if (c == '(' && !inClass) {
                at = group(source, at, translated);
            } else {
                inClass = c == '[' || (inClass && c != ']');
                translated.append(c);
                at++;
            }
        }
        return translated.toString();
    }

    private static int group(String source, int at, StringBuilder translated) throws Patterns.Unusable {
        boolean looks = source.startsWith("(?=", at)
                || source.startsWith("(?!", at)
                || source.startsWith("(?<=", at)
                || source.startsWith("(?<!", at);
        if (looks) {
            throw new Patterns.Unusable("lookarounds are not supported, so that matching takes linear time");
        }
        boolean named = source.startsWith("(?<", at);
        translated.append(named ? "(?P<" : "(");
        return at + (named ? 3 : 1);
    }

    private static int escape(String source, int at, boolean inClass, StringBuilder translated)
            throws Patterns.Unusable {
        if (at + 1 >= source.length()) {
            throw new Patterns.Unusable("\\ at end of pattern");
        }
        char c = source.charAt(at + 1);
        if (c == 'u' && at + 6 <= source.length() && source.charAt(at + 2) != '{') {
            translated.append("\\x{").append(source, at + 2, at + 6).append("}");
            return at + 6;
        }
        if (source.startsWith("u{", at + 1)) {
            translated.append("\\x");
            return at + 2;
        }
        if ((c >= '1' && c <= '9') || c == 'k') {
            throw new Patterns.Unusable("backreferences are not supported, so that matching takes linear time");
        }
        if (c == 'b' && inClass) {
            translated.append("\\x08");
        } else if (c == '0') {
            translated.append("\\x00");
        } else if (c > 127 || c == '/' || (Character.isLetter(c) && KNOWN.indexOf(c) < 0)) {
            translated.append(c);
        } else {
            translated.append('\\').append(c);
        }
        return at + 2;
    }
}

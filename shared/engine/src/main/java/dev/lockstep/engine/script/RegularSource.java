package dev.lockstep.engine.script;

import dev.lockstep.engine.data.Patterns;
import dev.lockstep.engine.language.SyntaxFault;
import java.util.HashSet;
import java.util.Set;

/** The language's regular expressions as RE2 takes them, which matches in linear time and so has no lookaround. */
final class RegularSource {
    /** The letters that mean something after a backslash; any other means itself. */
    private static final String KNOWN = "dDwWsSbBfnrtvxpPc";

    private final String source;
    private final int place;

    private RegularSource(String source, int place) {
        this.source = source;
        this.place = place;
    }

    /**
     * Compiles one.
     *
     * @param place where it is in the source of the script
     */
    static Expr.Regular compile(String source, String flags, int place) throws SyntaxFault {
        RegularSource regular = new RegularSource(source, place);
        String prefix = regular.prefix(flags);
        try {
            return new Expr.Regular(source, flags, Patterns.compile(prefix + regular.translated()));
        } catch (Patterns.Unusable e) {
            throw regular.fault(String.valueOf(e.getMessage()));
        }
    }

    private SyntaxFault fault(String reason) {
        return new SyntaxFault("Invalid regular expression: /" + source + "/: " + reason, place);
    }

    /** The flags as RE2 has them, which stand before the pattern. */
    private String prefix(String flags) throws SyntaxFault {
        Set<Character> seen = new HashSet<>();
        StringBuilder prefix = new StringBuilder();
        for (int i = 0; i < flags.length(); i++) {
            char flag = flags.charAt(i);
            if ("gimsu".indexOf(flag) < 0 || !seen.add(flag)) {
                throw fault("Invalid flags '" + flags + "'");
            }
            if ("ims".indexOf(flag) >= 0) {
                prefix.append(flag);
            }
        }
        return prefix.isEmpty() ? "" : "(?" + prefix + ")";
    }

    private String translated() throws SyntaxFault {
        StringBuilder translated = new StringBuilder();
        boolean inClass = false;
        int at = 0;
        while (at < source.length()) {
            char c = source.charAt(at);
            if (c == '\\') {
                at = escape(at, inClass, translated);
            } else if (source.startsWith("[^]", at) && !inClass) {
                translated.append("[\\s\\S]");
                at += 3;
            } else if (source.startsWith("[]", at) && !inClass) {
                throw fault("[] matches nothing");
            } else if (c == '[' && inClass) {
                translated.append("\\[");
                at++;
            } else if (c == '(' && !inClass) {
                at = group(at, translated);
            } else {
                inClass = c == '[' || (inClass && c != ']');
                translated.append(c);
                at++;
            }
        }
        return translated.toString();
    }

    private int group(int at, StringBuilder translated) throws SyntaxFault {
        boolean looks = source.startsWith("(?=", at)
                || source.startsWith("(?!", at)
                || source.startsWith("(?<=", at)
                || source.startsWith("(?<!", at);
        if (looks) {
            throw fault("lookarounds are not supported, so that matching takes linear time");
        }
        boolean named = source.startsWith("(?<", at);
        translated.append(named ? "(?P<" : "(");
        return at + (named ? 3 : 1);
    }

    private int escape(int at, boolean inClass, StringBuilder translated) throws SyntaxFault {
        if (at + 1 >= source.length()) {
            throw fault("\\ at end of pattern");
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
            throw fault("backreferences are not supported, so that matching takes linear time");
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

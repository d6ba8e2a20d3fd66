package dev.lockstep.engine.jq;

import dev.lockstep.engine.language.SyntaxFault;

/** A regular expression as jq has it, which RE2 is to match: in linear time, and so without looking around. */
final class PatternSource {
    /** What {@code \w} matches of all letters that there are. */
    private static final String WORD = "\\p{L}\\p{M}\\p{Nd}\\p{Pc}";

    private static final String BLANK = "\\s\\x{85}\\p{Z}";

    private final String source;
    private final boolean extended;
    private final StringBuilder translated = new StringBuilder();
    private boolean inClass;

    private PatternSource(String source, boolean extended) {
        this.source = source;
        this.extended = extended;
    }

    /**
     * As RE2 takes it.
     *
     * @param flags of which those count that are of the pattern itself
     */
    static String translated(String source, String flags) throws SyntaxFault {
        String prefix = (flags.contains("i") ? "i" : "") + (flags.contains("p") ? "s" : "");
        return (prefix.isEmpty() ? "" : "(?" + prefix + ")")
                + new PatternSource(source, flags.contains("x")).translated();
    }

    private String translated() throws SyntaxFault {
        int at = 0;
        while (at < source.length()) {
            char c = source.charAt(at);
            if (c == '\\') {
                at = escape(at);
            } else if (inClass) {
                at = inClass(at);
            } else if (extended && (Character.isWhitespace(c) || c == '#')) {
                at = blank(at);
            } else if (c == '(') {
                at = group(at);
            } else {
                translated.append(c);
                inClass = c == '[';
                at++;
                // What closes a class at its beginning is a character of it.
                if (inClass && source.startsWith("^", at)) {
                    translated.append('^');
                    at++;
                }
                if (inClass && source.startsWith("]", at)) {
                    translated.append("\\]");
                    at++;
                }
            }
        }
        return translated.toString();
    }

    private int blank(int at) {
        int end = source.charAt(at) == '#' ? source.indexOf('\n', at) : at + 1;
        return end < 0 ? source.length() : end;
    }

    private int inClass(int at) {
        char c = source.charAt(at);
        int end = source.indexOf(":]", at);
        if (source.startsWith("[:", at) && end > 0) {
            translated.append(source, at, end + 2);
            return end + 2;
        }
        translated.append(c == '[' ? "\\[" : String.valueOf(c));
        inClass = c != ']';
        return at + 1;
    }

    private int group(int at) throws SyntaxFault {
        for (String look : new String[] {"(?=", "(?!", "(?<=", "(?<!"}) {
            if (source.startsWith(look, at)) {
                throw new SyntaxFault("lookarounds are not supported, so that matching takes linear time", at);
            }
        }
        if (source.startsWith("(?>", at)) {
            throw new SyntaxFault("atomic groups are not supported", at);
        }
        boolean named = source.startsWith("(?<", at);
        translated.append(named ? "(?P<" : "(");
        return at + (named ? 3 : 1);
    }

    private int escape(int at) throws SyntaxFault {
        if (at + 1 == source.length()) {
            throw new SyntaxFault("there is nothing behind the last \\", at);
        }
        char c = source.charAt(at + 1);
        switch (c) {
            case 'w' -> classOf(WORD);
            case 'W' -> notClassOf(WORD, "\\W");
            case 'd' -> translated.append("\\p{Nd}");
            case 'D' -> translated.append("\\P{Nd}");
            case 's' -> classOf(BLANK);
            case 'S' -> notClassOf(BLANK, "\\S");
            case 'h' -> classOf("0-9a-fA-F");
            case 'H' -> notClassOf("0-9a-fA-F", "\\D");
            case 'Z' -> translated.append("\\z");
            case 'u' -> {
                if (at + 6 > source.length()) {
                    throw new SyntaxFault("\\u is followed by four hexadecimal digits", at);
                }
                translated.append("\\x{").append(source, at + 2, at + 6).append('}');
                return at + 6;
            }
            case '1', '2', '3', '4', '5', '6', '7', '8', '9', 'k' ->
                throw new SyntaxFault("backreferences are not supported, so that matching takes linear time", at);
            case ' ', '#', '/', '"', '\'' -> translated.append(c);
            default -> translated.append(c > 127 ? String.valueOf(c) : "\\" + c);
        }
        return at + 2;
    }

    private void classOf(String members) {
        translated.append(inClass ? members : "[" + members + "]");
    }

    private void notClassOf(String members, String within) {
        translated.append(inClass ? within : "[^" + members + "]");
    }
}

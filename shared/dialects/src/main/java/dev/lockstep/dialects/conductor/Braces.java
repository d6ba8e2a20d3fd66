package dev.lockstep.dialects.conductor;

/** Finds what belongs to a brace. */
final class Braces {
    private Braces() {}

    /** Past the brace that closes the one of the <code>${</code> that is here; the end of the text, where none does. */
    static int end(String text, int open) {
        int depth = 0;
        for (int at = open + 1; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                return at + 1;
            }
        }
        return text.length();
    }

    /** Whether one does. */
    static boolean isClosed(String text, int open) {
        int end = end(text, open);
        return end < text.length() || (text.endsWith("}") && depth(text, open) == 0);
    }

    private static int depth(String text, int open) {
        return (int) (text.chars().skip(open).filter(c -> c == '{').count()
                - text.chars().skip(open).filter(c -> c == '}').count());
    }
}

package dev.lockstep.engine.language;

/** Looks for texts in texts, in time that grows with both and not with their product. */
public final class TextSearch {
    /** Up to this, the plain search is fast enough whatever it is given. */
    private static final int SHORT = 16;

    private TextSearch() {}

    /** Whether it is found by the plain search, which takes no memory. */
    public static boolean isShort(String wanted) {
        return wanted.length() <= SHORT;
    }

    /** Where the wanted text is, at this place or after it; -1 where it is not. */
    public static int find(String text, String wanted, int from) {
        return isShort(wanted) ? text.indexOf(wanted, from) : findLong(text, wanted, from);
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

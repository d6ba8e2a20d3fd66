package dev.lockstep.dialects.conductor.search;

/** Values in which a star stands for any characters. */
final class Wildcards {
    private Wildcards() {}

    static boolean areIn(String value) {
        return value.indexOf('*') >= 0;
    }

    /** One star is tried again at a time, so that no pattern takes longer than its length times the text's. */
    static boolean match(String pattern, String text) {
        int at = 0;
        int star = -1;
        int tried = 0;
        int i = 0;
        while (i < text.length()) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                tried = i;
            } else if (at < pattern.length() && pattern.charAt(at) == text.charAt(i)) {
                at++;
                i++;
            } else if (star >= 0) {
                at = star + 1;
                i = ++tried;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }
}

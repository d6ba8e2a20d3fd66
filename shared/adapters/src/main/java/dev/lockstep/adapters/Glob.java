package dev.lockstep.adapters;

import java.util.regex.Pattern;

/** Patterns in which {@code *} stands for anything, as IAM has them. */
public final class Glob {
    private Glob() {}

    /** Whether a text fits a pattern as a whole. */
    public static boolean matches(String pattern, String text) {
        String[] parts = pattern.split("\\*", -1);
        StringBuilder regex = new StringBuilder(Pattern.quote(parts[0]));
        for (int i = 1; i < parts.length; i++) {
            regex.append(".*").append(Pattern.quote(parts[i]));
        }
        return Pattern.matches(regex.toString(), text);
    }
}

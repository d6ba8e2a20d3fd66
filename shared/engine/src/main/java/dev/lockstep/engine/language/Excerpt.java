package dev.lockstep.engine.language;

import java.nio.charset.StandardCharsets;

/** What of a text of a run's own making is told outside. */
public final class Excerpt {
    private static final int LONGEST = 1_000;

    private Excerpt() {}

    /** The text, or its beginning where it is long. Half a surrogate pair is no character, and becomes a question mark. */
    public static String of(String text) {
        String cut = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
        return new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}

package dev.lockstep.dialects.pipeline;

import java.util.regex.Pattern;

/** How steps, states and transitions may be called. */
public final class Names {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,128}");

    public static final String RULE = "a name is 1 to 128 of the characters A-Z a-z 0-9 _ . -";

    private Names() {}

    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }
}

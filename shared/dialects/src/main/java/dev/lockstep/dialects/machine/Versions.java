package dev.lockstep.dialects.machine;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Versions as they are called here: {@code v1}, {@code v2}, …. */
public final class Versions {
    public static final String FORM = "must be a version, as in v1";

    private static final Pattern LABEL = Pattern.compile("v?([1-9][0-9]{0,7})");

    private Versions() {}

    static String label(int version) {
        return "v" + version;
    }

    /** The number; nothing where it is no version's label. */
    public static Optional<Integer> parse(String label) {
        Matcher matcher = LABEL.matcher(label);
        return matcher.matches() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
    }
}

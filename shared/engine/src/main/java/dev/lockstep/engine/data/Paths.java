package dev.lockstep.engine.data;

import java.util.regex.Pattern;

/** The paths that faults carry, as in {@code steps[1].input["two words"]}. */
public final class Paths {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$-]*");

    private Paths() {}

    /** The path of a field of what is at this path, in quotes where the field's name is not plain. */
    public static String field(String path, String name) {
        if (!PLAIN.matcher(name).matches()) {
            return path + "[" + Json.write(name) + "]";
        }
        return path.isEmpty() ? name : path + "." + name;
    }
}

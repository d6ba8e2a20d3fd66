package dev.lockstep.cli.text;

import java.io.Console;
import java.util.regex.Pattern;

/** What this program's output goes to. */
public final class Terminal {
    private static final Pattern UNPRINTABLE =
            Pattern.compile("[\\p{Cntrl}\\u0080-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]");

    private Terminal() {}

    /** Whether somebody looks at it: neither a pipe nor a file. */
    @SuppressWarnings("SystemConsoleNull") // Before Java 22 it is null where there is no terminal.
    public static boolean isThere() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            // From Java 22 on there is a console without a terminal too.
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    /** Colour is for terminals, and for those who have not asked to be spared it (no-color.org). */
    public static Style style() {
        String noColour = System.getenv("NO_COLOR");
        return isThere() && (noColour == null || noColour.isEmpty()) ? Style.COLOURED : Style.PLAIN;
    }

    /** Without control characters, by which what others wrote could move the cursor or change what was said before. */
    public static String printable(String text) {
        return UNPRINTABLE.matcher(text).replaceAll(" ");
    }
}

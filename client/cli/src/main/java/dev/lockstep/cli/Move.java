package dev.lockstep.cli;

import java.util.Locale;

/** What can be done about a run without saying more than which and why. */
enum Move {
    CANCEL("Ends runs: nothing new starts in them."),
    PAUSE("Has nothing new start in runs until they are resumed."),
    RESUME("Lets runs that are paused go on from what is recorded."),
    RETRY("Tries again what failed in runs, and goes on.");

    private final String description;

    Move(String description) {
        this.description = description;
    }

    String description() {
        return description;
    }

    /** As it is called, here and by the API. */
    String verb() {
        return name().toLowerCase(Locale.ROOT);
    }
}

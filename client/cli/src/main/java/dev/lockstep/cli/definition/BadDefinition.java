package dev.lockstep.cli.definition;

import java.util.List;

/** A definition or an input that cannot be run, with everything that is wrong with it. */
public final class BadDefinition extends Exception {
    private final List<String> faults;

    public BadDefinition(String message, List<String> faults) {
        super(message);
        this.faults = List.copyOf(faults);
    }

    /** Each with its place. */
    public List<String> faults() {
        return faults;
    }
}

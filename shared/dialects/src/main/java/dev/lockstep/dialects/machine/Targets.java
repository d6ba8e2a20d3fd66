package dev.lockstep.dialects.machine;

import dev.lockstep.engine.definition.Faults;
import java.util.Set;

/** Checks that what is led to is there. */
final class Targets {
    private final Set<String> states;
    private final Faults faults;
    private boolean missing;

    Targets(Set<String> states, Faults faults) {
        this.states = states;
        this.faults = faults;
    }

    /** Notes a fault where there is no such state. */
    void check(String state, String path) {
        if (!states.contains(state)) {
            missing = true;
            faults.add(path, "there is no state \"" + state + "\"");
        }
    }

    boolean someAreMissing() {
        return missing;
    }
}

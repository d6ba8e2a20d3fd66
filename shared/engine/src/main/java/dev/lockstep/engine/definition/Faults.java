package dev.lockstep.engine.definition;

import java.util.ArrayList;
import java.util.List;

/** Gathers every fault of one input, so that a caller mends them all at once. */
public final class Faults {
    /** How many are told; an input with more has them cut there. */
    public static final int MOST = 100;

    private final List<Fault> found = new ArrayList<>();

    public void add(String path, String message) {
        if (found.size() < MOST) {
            found.add(new Fault(path, message));
        }
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    public List<Fault> list() {
        return List.copyOf(found);
    }
}

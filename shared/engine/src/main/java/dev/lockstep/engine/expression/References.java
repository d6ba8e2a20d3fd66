package dev.lockstep.engine.expression;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What an expression reads.
 *
 * @param steps the steps that it names, in the order in which it names them
 * @param input whether it reads the execution's input
 */
public record References(Set<String> steps, boolean input) {
    public static final References NONE = new References(Set.of(), false);

    public References {
        steps = Collections.unmodifiableSet(new LinkedHashSet<>(steps));
    }

    /** What either reads. */
    public References and(References other) {
        Set<String> all = new LinkedHashSet<>(steps);
        all.addAll(other.steps);
        return new References(all, input || other.input);
    }
}

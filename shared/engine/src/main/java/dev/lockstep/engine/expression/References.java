package dev.lockstep.engine.expression;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What an expression reads.
 *
 * @param steps the steps that it names, in the order in which it names them
 * @param input whether it reads the execution's input
 * @param variables whether it reads variables
 * @param item whether it reads the element that its stage is run for, or the element's index
 * @param inputs whether it reads what a machine was started with, as it is called there
 * @param attempt whether it reads which attempt it is evaluated for
 */
public record References(
        Set<String> steps, boolean input, boolean variables, boolean item, boolean inputs, boolean attempt) {
    public static final References NONE = new References(Set.of(), false, false, false, false, false);

    public References {
        steps = Collections.unmodifiableSet(new LinkedHashSet<>(steps));
    }

    /** What either reads. */
    public References and(References other) {
        Set<String> all = new LinkedHashSet<>(steps);
        all.addAll(other.steps);
        return new References(
                all,
                input || other.input,
                variables || other.variables,
                item || other.item,
                inputs || other.inputs,
                attempt || other.attempt);
    }
}

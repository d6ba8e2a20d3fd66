package dev.lockstep.dialects.machine;

import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.expression.References;

/** Checks what expressions of a machine read: there are no steps before a state, only ways to it. */
final class ReferenceCheck {
    private ReferenceCheck() {}

    /**
     * @param who what the expression is of, as in {@code a guard}
     */
    static void check(References read, String path, String who, Faults faults) {
        if (read.input()) {
            faults.add(path, "there is no `input` to read here; did you mean `inputs`?");
        }
        if (!read.steps().isEmpty() || read.variables() || read.item()) {
            faults.add(path, who + " reads inputs and workflow, and nothing else");
        }
    }
}

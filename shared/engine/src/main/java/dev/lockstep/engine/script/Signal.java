package dev.lockstep.engine.script;

/** How a statement ended. */
sealed interface Signal {
    /** It went on. */
    enum Normal implements Signal {
        ON
    }

    /** It leaves a statement, by its label; without one, the innermost that can be left. */
    record Break(String label) implements Signal {}

    /** It goes on with the next turn of a loop. */
    record Continue(String label) implements Signal {}

    /** It leaves the function. */
    record Return(Value value) implements Signal {}
}

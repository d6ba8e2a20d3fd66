package dev.lockstep.engine.jq;

/** How much a query may be and may do. */
final class Limits {
    static final int SOURCE = 64 * 1024;
    /** Of the syntax tree: bounds what the parser, which is recursive, puts on the stack. */
    static final int NESTING = 200;

    /** They are small: to add two numbers takes five. */
    static final int STEPS = 10_000_000;
    /** Of evaluations within evaluations. They lie on the heap, so that this bounds memory and not a thread's stack. */
    static final int DEPTH = 50_000;
    /** Of the places to which an evaluation can go back for another output. */
    static final int CHOICES = 50_000;
    /** Of all that those places hold on to, in evaluations. */
    static final long HELD = 1_000_000;
    /** Of arrays and objects within each other, for what goes through them by recursion. */
    static final int VALUE_DEPTH = 500;

    private Limits() {}
}

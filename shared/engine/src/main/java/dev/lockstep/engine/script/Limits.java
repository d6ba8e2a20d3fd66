package dev.lockstep.engine.script;

/** How much a script may be and may do. */
final class Limits {
    static final int SOURCE = 64 * 1024;
    /** Of the syntax tree: bounds what the parser, which is recursive, puts on the stack. */
    static final int NESTING = 250;
    /** Of all regular expressions that are written in it, in instructions as RE2 compiles them. */
    static final int PATTERNS = 100_000;

    static final int STEPS = 3_000_000;
    /** Of evaluations within evaluations, of which a call takes several: far from where the stack of a thread ends. */
    static final int DEPTH = 1_200;

    private Limits() {}
}

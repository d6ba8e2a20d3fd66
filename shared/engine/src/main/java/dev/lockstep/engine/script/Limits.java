package dev.lockstep.engine.script;

/** How much a script may be and may do. */
final class Limits {
    static final int SOURCE = 64 * 1024;
    /** Of the syntax tree: bounds what the parser, which is recursive, puts on the stack. */
    static final int NESTING = 250;
    /** Of all regular expressions that are written in it, in instructions as RE2 compiles them. */
    static final int PATTERNS = 100_000;

    static final long NANOS = 1_000_000_000L;
    static final int STEPS = 3_000_000;
    /** Of evaluations within evaluations, of which a call takes several: far from where the stack of a thread ends. */
    static final int DEPTH = 1_200;

    static final int STRING = 1 << 20;
    static final int LIST = 100_000;
    /** Of all that a run builds, in bytes, roughly; what it lets go of counts too. */
    static final long MEMORY = 64L << 20;
    /** Of the characters that patterns read, each times the size of its pattern. */
    static final long MATCHING = 100_000_000L;

    private Limits() {}
}

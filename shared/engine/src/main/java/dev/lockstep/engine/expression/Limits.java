package dev.lockstep.engine.expression;

/** How much an expression may be and may do. */
final class Limits {
    static final int SOURCE = 4_096;
    /** Of the syntax tree: bounds what the library's parser, which is recursive, puts on the stack. */
    static final int NESTING = 100;
    /** The library copies the left side of {@code ??} and {@code ?:}, so that nested ones double with each level. */
    static final int DEFAULTS = 12;

    static final long NANOS = 1_000_000_000L;
    static final int STEPS = 1_000_000;
    /** Of evaluations within evaluations; more than the nesting, since a function call takes several. */
    static final int DEPTH = 250;

    static final int STRING = 1 << 20;
    static final int LIST = 100_000;
    static final int VALUE_DEPTH = 100;
    /** Of one value, counting each character and each element as often as it occurs in the value's text. */
    static final int WEIGHT = 8 << 20;
    /** Of what one evaluation gives out. */
    static final int RESULT = 4 << 20;
    /** Of all values longer than a few elements that arise on the way. */
    static final int TRAFFIC = 16 << 20;

    private Limits() {}
}

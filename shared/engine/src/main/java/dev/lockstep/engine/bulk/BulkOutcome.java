package dev.lockstep.engine.bulk;

/** What became of one execution. */
public sealed interface BulkOutcome {
    /** The move is made, by this bulk or before. */
    record Done() implements BulkOutcome {}

    /**
     * The single call would have been refused.
     *
     * @param why what it would have been told
     */
    record Refused(String why) implements BulkOutcome {}

    /** It broke off, and is to be tried again. */
    record Broken(String how) implements BulkOutcome {}

    /** The bulk was canceled before it came to this one. */
    record Untouched() implements BulkOutcome {}
}

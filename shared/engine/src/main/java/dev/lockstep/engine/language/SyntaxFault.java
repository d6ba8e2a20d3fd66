package dev.lockstep.engine.language;

/** A source that cannot be accepted; where is counted from 0 in it. */
public final class SyntaxFault extends Exception {
    private final int position;

    /** One with what is wrong, and where. */
    public SyntaxFault(String message, int position) {
        super(message);
        this.position = position;
    }

    /** Where it is. */
    public int position() {
        return position;
    }
}

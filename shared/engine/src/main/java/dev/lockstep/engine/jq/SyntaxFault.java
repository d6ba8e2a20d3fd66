package dev.lockstep.engine.jq;

/** A query that cannot be accepted; where is counted from 0 in its source. */
final class SyntaxFault extends Exception {
    private final int position;

    SyntaxFault(String message, int position) {
        super(message);
        this.position = position;
    }

    int position() {
        return position;
    }
}

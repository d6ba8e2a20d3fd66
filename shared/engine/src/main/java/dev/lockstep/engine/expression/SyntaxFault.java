package dev.lockstep.engine.expression;

/** An expression that cannot be accepted; where is counted from 0 in its source, -1 where it is not known. */
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

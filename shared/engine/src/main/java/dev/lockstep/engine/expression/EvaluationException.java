package dev.lockstep.engine.expression;

/** An expression that came to no value; its message is for the author of the workflow. */
public final class EvaluationException extends Exception {
    public EvaluationException(String message) {
        super(message);
    }
}

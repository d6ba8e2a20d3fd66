package dev.lockstep.engine.expression;

public final class EvaluationException extends Exception {
    public EvaluationException(String message) {
        super(message);
    }
}

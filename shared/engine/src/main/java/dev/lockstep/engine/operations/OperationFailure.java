package dev.lockstep.engine.operations;

import java.time.Duration;

/** An operation that could not do its work; its name is what retry policies and error handlers match. */
public final class OperationFailure extends Exception {
    private final String name;
    private final Duration retryAfter;

    public OperationFailure(String name, String message) {
        this(name, message, Duration.ZERO);
    }

    public OperationFailure(String name, String message, Duration retryAfter) {
        super(message);
        this.name = name;
        this.retryAfter = retryAfter;
    }

    /** The name of the error, as in {@code PathNotFound}. */
    public String name() {
        return name;
    }

    /** How long whoever was asked wants to be left alone; nothing where they did not say. */
    public Duration retryAfter() {
        return retryAfter;
    }

    static OperationFailure outputTooLarge() {
        return new OperationFailure("OutputTooLarge", "the output has more than " + Output.MOST_BYTES + " bytes");
    }
}

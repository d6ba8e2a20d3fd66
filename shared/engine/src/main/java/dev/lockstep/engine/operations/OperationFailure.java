package dev.lockstep.engine.operations;

import dev.lockstep.engine.execution.Failure;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** An operation that could not do its work; its name is what retry policies and error handlers match. */
public final class OperationFailure extends Exception {
    private final String name;
    private final Duration retryAfter;
    private final transient Optional<JsonNode> details;

    public OperationFailure(String name, String message) {
        this(name, message, Duration.ZERO);
    }

    public OperationFailure(String name, String message, Duration retryAfter) {
        this(name, message, retryAfter, Optional.empty());
    }

    private OperationFailure(String name, String message, Duration retryAfter, Optional<JsonNode> details) {
        super(message);
        this.name = name;
        this.retryAfter = retryAfter;
        this.details = details;
    }

    /** The same, with what a program may want to know of it. */
    public OperationFailure with(JsonNode told) {
        return new OperationFailure(name, String.valueOf(getMessage()), retryAfter, Optional.of(told));
    }

    /** The name of the error, as in {@code PathNotFound}. */
    public String name() {
        return name;
    }

    /** How long whoever was asked wants to be left alone; nothing where they did not say. */
    public Duration retryAfter() {
        return retryAfter;
    }

    /** As it is recorded. */
    public Failure failure() {
        return new Failure(name, String.valueOf(getMessage()), details);
    }

    static OperationFailure outputTooLarge() {
        return new OperationFailure("OutputTooLarge", "the output has more than " + Output.MOST_BYTES + " bytes");
    }
}

package dev.lockstep.engine.operations;

/** An operation that could not do its work; its name is what retry policies and error handlers match. */
public final class OperationFailure extends Exception {
    private final String name;

    public OperationFailure(String name, String message) {
        super(message);
        this.name = name;
    }

    /** The name of the error, as in {@code PathNotFound}. */
    public String name() {
        return name;
    }

    static OperationFailure outputTooLarge() {
        return new OperationFailure("OutputTooLarge", "the output has more than " + Output.MOST_BYTES + " bytes");
    }
}

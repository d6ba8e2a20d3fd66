package dev.lockstep.engine.operations;

public final class OperationFailure extends Exception {
    private final String name;

    public OperationFailure(String name, String message) {
        super(message);
        this.name = name;
    }

    public String name() {
        return name;
    }
}

package dev.lockstep.engine.jq;

/** What a query raised, or what its evaluation raised for it; {@code try} catches it. */
final class JqError extends RuntimeException {
    private final transient Value value;

    JqError(Value value) {
        super(null, null, false, false);
        this.value = value;
    }

    JqError(String message) {
        this(new Value.Text(message));
    }

    Value value() {
        return value;
    }
}

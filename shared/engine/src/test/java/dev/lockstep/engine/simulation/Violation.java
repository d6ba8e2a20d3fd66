package dev.lockstep.engine.simulation;

/** A promise was broken. An error, so that no handler takes it for a fault of a port. */
final class Violation extends AssertionError {
    private static final long serialVersionUID = 1;

    private final Promise promise;

    Violation(Promise promise, String how) {
        super(promise + ": " + how);
        this.promise = promise;
    }

    Promise promise() {
        return promise;
    }
}

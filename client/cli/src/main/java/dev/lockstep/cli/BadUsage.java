package dev.lockstep.cli;

/** A command that cannot be carried out as it was given. Its message says what to do. */
public final class BadUsage extends RuntimeException {
    public BadUsage(String message) {
        super(message);
    }
}

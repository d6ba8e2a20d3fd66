package dev.lockstep.local;

/** An error whose message is all that its reader needs: one line that says what is wrong and what to do, no stack trace. */
public class PlainError extends RuntimeException {
    public PlainError(String message) {
        super(message);
    }

    public PlainError(String message, Throwable cause) {
        super(message, cause);
    }
}

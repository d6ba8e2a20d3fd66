package dev.lockstep.local.invoke;

/** An invocation that gave no answer. */
public final class InvocationFailure extends Exception {
    /** Why there is no answer. */
    public enum Reason {
        THREW,
        TIMED_OUT,
        NO_HANDLER
    }

    private final Reason reason;

    private InvocationFailure(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    static InvocationFailure threw(String function, Throwable cause) {
        return new InvocationFailure(Reason.THREW, function + " failed: " + cause, cause);
    }

    static InvocationFailure timedOut(String function, long seconds, Throwable cause) {
        return new InvocationFailure(Reason.TIMED_OUT, function + " timed out after " + seconds + " s", cause);
    }

    static InvocationFailure interrupted(String function, Throwable cause) {
        return new InvocationFailure(Reason.TIMED_OUT, function + " was interrupted by the end of the runtime", cause);
    }

    static InvocationFailure noHandler(String function, String handlerClass, Throwable cause) {
        return new InvocationFailure(
                Reason.NO_HANDLER, function + ": the handler " + handlerClass + " cannot be made: " + cause, cause);
    }

    public Reason reason() {
        return reason;
    }
}

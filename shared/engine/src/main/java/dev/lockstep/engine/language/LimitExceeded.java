package dev.lockstep.engine.language;

/** A run that went past its bounds. Nothing in it can catch that. */
public final class LimitExceeded extends RuntimeException {
    private final String reason;

    /** One with what is told of it. */
    public LimitExceeded(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    /** What is told of it. */
    public String reason() {
        return reason;
    }
}

package dev.lockstep.engine.jq;

/** A run that went past its bounds. No query can catch it. */
final class LimitExceeded extends RuntimeException {
    private final String reason;

    LimitExceeded(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}

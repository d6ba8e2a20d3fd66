package dev.lockstep.engine.script;

/** A run that went past its bounds. No script can catch it. */
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

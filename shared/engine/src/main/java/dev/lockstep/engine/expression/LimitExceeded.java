package dev.lockstep.engine.expression;

import com.dashjoin.jsonata.JException;

/** An evaluation that went past its bounds. It is one of the library's own, since that wraps any other on the way out. */
final class LimitExceeded extends JException {
    private final String message;

    LimitExceeded(String message) {
        super("limit");
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }
}

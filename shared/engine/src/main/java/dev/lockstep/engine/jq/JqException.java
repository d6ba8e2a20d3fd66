package dev.lockstep.engine.jq;

/** A query that came to no results; its message is for the author of the workflow. */
public final class JqException extends Exception {
    /** The name where the query itself, or its evaluation, raised an error. */
    public static final String ERROR = "JqError";

    /** The name where a run went past its bounds. */
    public static final String LIMIT = "JqLimitExceeded";

    private final String name;

    JqException(String name, String message) {
        super(message);
        this.name = name;
    }

    /** One of the names above. */
    public String name() {
        return name;
    }
}

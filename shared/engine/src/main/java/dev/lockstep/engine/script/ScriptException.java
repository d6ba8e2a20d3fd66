package dev.lockstep.engine.script;

import dev.lockstep.engine.language.Place;

/** A script that came to no value; its message is for the author of the workflow. */
public final class ScriptException extends Exception {
    /** The name where a run went past its bounds. */
    public static final String LIMIT = "ScriptLimitExceeded";

    private final String name;
    private final Place place;

    ScriptException(String name, String message, Place place) {
        super(message);
        this.name = name;
        this.place = place;
    }

    /** What a JavaScript error is called, as in {@code TypeError}, or what the script itself named it. */
    public String name() {
        return name;
    }

    /** The line of the statement that failed, from 1. */
    public int line() {
        return place.line();
    }

    /** The column of the statement that failed, from 1. */
    public int column() {
        return place.column();
    }
}

package dev.lockstep.engine.data;

/** Text that is not JSON, with the place where that shows, both counted from 1. */
public final class MalformedJson extends Exception {
    private final int line;
    private final int column;

    public MalformedJson(String message, int line, int column) {
        super(message);
        this.line = line;
        this.column = column;
    }

    public int line() {
        return line;
    }

    public int column() {
        return column;
    }
}

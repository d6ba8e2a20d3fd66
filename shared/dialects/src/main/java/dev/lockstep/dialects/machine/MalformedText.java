package dev.lockstep.dialects.machine;

/** Text that is no YAML that is taken, with the place where that shows, both counted from 1. */
final class MalformedText extends Exception {
    private final int line;
    private final int column;

    MalformedText(String message, int line, int column) {
        super(message);
        this.line = line;
        this.column = column;
    }

    String described() {
        return "line " + line + ", column " + column + ": " + getMessage();
    }
}

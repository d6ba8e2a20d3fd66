package dev.lockstep.engine.language;

/** A place in a source, both counted from 1. */
public record Place(int line, int column) {
    /** Where a position is, which is counted from 0. */
    public static Place of(String source, int position) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < Math.min(position, source.length()); i++) {
            boolean ends = source.charAt(i) == '\n';
            line += ends ? 1 : 0;
            column = ends ? 1 : column + 1;
        }
        return new Place(line, column);
    }

    @Override
    public String toString() {
        return "line " + line + ", column " + column;
    }
}

package dev.lockstep.engine.progress;

import java.math.BigInteger;

/** Where a write stands among all writes of its execution: a later one has a greater number. */
public record Position(BigInteger number) implements Comparable<Position> {
    /** Before all writes. */
    public static final Position NONE = new Position(BigInteger.valueOf(-1));

    /**
     * @throws NumberFormatException where the text is no number
     */
    public static Position parse(String text) {
        return new Position(new BigInteger(text));
    }

    public boolean isAfter(Position other) {
        return compareTo(other) > 0;
    }

    @Override
    public int compareTo(Position other) {
        return number.compareTo(other.number);
    }

    @Override
    public String toString() {
        return number.toString();
    }
}

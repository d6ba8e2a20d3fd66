package dev.lockstep.engine.script;

/** A {@code Date}, which never changes. */
final class Moment implements Value.Thing {
    private final double millis;

    /**
     * A time.
     *
     * @param millis since 1970; not a number where it is no time
     */
    Moment(double millis) {
        this.millis = millis;
    }

    double millis() {
        return millis;
    }
}

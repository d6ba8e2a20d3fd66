package dev.lockstep.engine.simulation;

/** The function is gone, with all that it knew. An error, so that nothing on the way up takes it for something to handle. */
final class Crash extends Error {
    private static final long serialVersionUID = 1;

    Crash() {
        super("crashed", null, false, false);
    }
}

package dev.lockstep.engine.simulation;

/** A port's call failed: throttled, or timed out, with or without effect. */
final class PortFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    PortFailure(String how) {
        super(how, null, false, false);
    }
}

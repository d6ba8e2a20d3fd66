package dev.lockstep.engine.progress;

/** Hears of what is written of executions, and tells whoever wants to know. Twice is the same as once. */
@FunctionalInterface
public interface Watcher {
    /** For an execution in which nobody is interested, this is to cost one small read at most. */
    void follow(Changes changes);
}

package dev.lockstep.engine.progress;

/** Hears of what is written of executions in which somebody is interested, and tells them. Twice is the same as once. */
@FunctionalInterface
public interface Watcher {
    void follow(Changes changes, Audience audience);
}

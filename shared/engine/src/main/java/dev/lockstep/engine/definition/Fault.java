package dev.lockstep.engine.definition;

/**
 * One thing that is wrong with what a caller sent.
 *
 * @param path where, as in {@code steps[1].retry.max_attempts}; empty for the whole
 * @param message what is wrong and what would be right
 */
public record Fault(String path, String message) {}

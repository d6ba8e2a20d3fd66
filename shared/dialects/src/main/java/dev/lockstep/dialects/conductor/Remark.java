package dev.lockstep.dialects.conductor;

/**
 * What one should know of a definition although it is valid.
 *
 * @param path where it is in the definition
 */
public record Remark(String path, String message) {}

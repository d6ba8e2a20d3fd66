package dev.lockstep.engine.definition;

import java.util.Optional;

/**
 * One thing that is wrong with what a caller sent.
 *
 * @param path where, as in {@code steps[1].retry.max_attempts}; empty for the whole
 * @param message what is wrong and what would be right
 * @param line where in the text, from 1 on; empty where that is not known
 */
public record Fault(String path, String message, Optional<Integer> line) {
    public Fault(String path, String message) {
        this(path, message, Optional.empty());
    }
}

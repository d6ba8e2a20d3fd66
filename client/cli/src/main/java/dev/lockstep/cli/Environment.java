package dev.lockstep.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where a command was given.
 *
 * @param folder the current one
 */
record Environment(Map<String, String> variables, Path folder) {
    static Environment current() {
        return new Environment(System.getenv(), Path.of(""));
    }

    /** A variable that is set to something. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }
}

package dev.lockstep.engine.ports;

import java.util.Optional;

/**
 * Which page of a list is asked for.
 *
 * @param limit from 1 to 100
 * @param after the id after which the page begins, as {@link Page#next} gave it; ids sort by time
 */
public record PageRequest(int limit, Optional<String> after) {
    public static final int MAX_LIMIT = 100;
    public static final int DEFAULT_LIMIT = 20;
}

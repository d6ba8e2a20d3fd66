package dev.lockstep.dialects.conductor.search;

import java.util.List;

/**
 * What was found.
 *
 * @param total how many there are, of those that were looked at
 * @param all whether there are no more beyond those that were looked at
 * @param page those that are answered
 */
public record Found<T>(int total, boolean all, List<T> page) {
    public Found {
        page = List.copyOf(page);
    }
}

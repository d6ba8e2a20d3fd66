package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.execution.StageRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The runs for the elements of a list, as they come from a query: that counts 1, 10, 11, 2. In the end they are in the order of
 * the list, and their data is there up to the first that does not fit, counted in that order. Never is more of it held than fits.
 */
final class ElementRuns {
    private final long dataBytes;
    private final SortedMap<Integer, StageRun> runs = new TreeMap<>();
    private final TreeMap<Integer, Long> sizes = new TreeMap<>();
    private long held;
    private int firstWithout = Integer.MAX_VALUE;

    /**
     * @param dataBytes how much data fits
     */
    ElementRuns(long dataBytes) {
        this.dataBytes = dataBytes;
    }

    /**
     * @param size of the run's data
     */
    void add(StageRun run, long size) {
        int number = run.key().iteration().last();
        if (number >= firstWithout) {
            runs.put(number, run.withoutData());
            return;
        }
        runs.put(number, run);
        sizes.put(number, size);
        held += size;
        while (held > dataBytes) {
            dropLast();
        }
    }

    /** All before it, and it, do not fit: what comes to it later makes them only more. */
    private void dropLast() {
        Map.Entry<Integer, Long> last = sizes.pollLastEntry();
        held -= last.getValue();
        firstWithout = last.getKey();
        runs.computeIfPresent(firstWithout, (number, run) -> run.withoutData());
    }

    List<StageRun> inOrder() {
        return new ArrayList<>(runs.values());
    }
}

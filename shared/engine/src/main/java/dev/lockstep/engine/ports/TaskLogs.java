package dev.lockstep.engine.ports;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.StageRunKey;
import java.time.Instant;
import java.util.List;

/** What workers say while they work. It is removed with the execution. */
public interface TaskLogs {
    /** How often something may be said of one attempt. */
    int MOST_ENTRIES = 1_000;

    /** How many characters may be said of one attempt, about: an entry that begins within them is kept whole. */
    long MOST_CHARACTERS = 256 * 1024;

    /** One attempt at a task. */
    record Attempt(ExecutionId execution, StageRunKey run, int number) {}

    /** What was said at a time. */
    record Line(Instant at, String text) {}

    /**
     * Adds lines, in one entry.
     *
     * @return whether there was room for it; otherwise nothing is added
     */
    boolean add(Attempt attempt, List<Line> lines);

    /** All lines, in the order in which their entries were added. */
    List<Line> read(Attempt attempt);
}

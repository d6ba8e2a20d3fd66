package dev.lockstep.engine.ports;

import dev.lockstep.engine.execution.Step;
import java.time.Duration;
import java.util.List;

/**
 * The workers' side of {@link WorkerTasks}. A task that is received is nobody else's for {@link #HIDDEN} or as long as it is
 * extended; then it comes again, unless it was deleted.
 */
public interface WorkerInbox {
    /** How long a task that was received does not come again, where nobody says otherwise. */
    Duration HIDDEN = Duration.ofSeconds(30);

    /** The longest for which one is kept from coming again. */
    Duration LONGEST_HIDDEN = Duration.ofHours(12);

    /**
     * A task that was received.
     *
     * @param receipt of this delivery, by which it is extended and deleted: another delivery has another, and none can be guessed
     */
    record Delivery(Step step, String receipt) {}

    /**
     * Receives tasks.
     *
     * @param most from 1 to 10
     * @param wait for how long to wait for the first, from nothing to 20 seconds
     */
    List<Delivery> receive(TaskType type, int most, Duration wait);

    /**
     * Keeps a task that was received from coming again for so long from now.
     *
     * @return whether it does; otherwise it comes again sooner, or has come
     */
    boolean extend(TaskType type, String receipt, Duration time);

    /** Has a task that was received not come again. One that did already comes to nothing: its stage run tells that it is over. */
    void delete(TaskType type, String receipt);
}

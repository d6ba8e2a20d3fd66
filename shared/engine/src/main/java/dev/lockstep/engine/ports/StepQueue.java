package dev.lockstep.engine.ports;

import dev.lockstep.engine.execution.Step;
import java.time.Duration;
import java.util.List;

/** The queue of steps: delivers at least once, in any order, not before the delay is over. */
public interface StepQueue {
    /** The longest delay that a queue takes. */
    Duration MAX_DELAY = Duration.ofMinutes(15);

    /**
     * Sends all of them; when it returns, the queue has them.
     *
     * @throws RuntimeException where the queue did not take some; the caller sends all again
     */
    void send(List<Delayed> steps);

    /**
     * A step and how long it is to wait.
     *
     * @param delay from nothing to {@link #MAX_DELAY}
     */
    record Delayed(Step step, Duration delay) {
        public Delayed {
            if (delay.isNegative() || delay.compareTo(MAX_DELAY) > 0) {
                throw new IllegalArgumentException("no queue takes a delay of " + delay);
            }
        }
    }
}

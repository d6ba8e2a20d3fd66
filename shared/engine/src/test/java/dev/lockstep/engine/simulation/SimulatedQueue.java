package dev.lockstep.engine.simulation;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.ports.StepQueue;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The queue and what invokes functions for its messages. A message comes back each time it has been invisible for a while,
 * until a function has done with it or it has run out of deliveries; then it goes to the dead letters, in the same way.
 */
final class SimulatedQueue implements StepQueue {
    private static final int MOST_DELIVERIES = 5;

    /** How often it repeats what is sent of one stage run: copies would else beget copies, along a list, without end. */
    private static final int MOST_REPEATED = 10;

    private static final Duration LEAST_INVISIBLE = Duration.ofSeconds(20);
    private static final Duration MOST_INVISIBLE = Duration.ofSeconds(150);

    /** What takes a message; it tells whether it has done with it. */
    interface Handler {
        void handle(Step step, Consumer<Boolean> whenEnded);
    }

    private record Sent(ExecutionId execution, StageRunKey run) {}

    private static final class Message {
        private final Step step;
        private int deliveries;
        private boolean deleted;

        Message(Step step) {
            this.step = step;
        }
    }

    private final Timeline timeline;
    private final Faults faults;
    private final Cloud cloud;
    private final Handler steps;
    private final Handler deadLetters;
    private final Map<Sent, Long> sent = new HashMap<>();
    private final Map<Sent, Integer> repeated = new HashMap<>();
    private int epoch;

    SimulatedQueue(Timeline timeline, Faults faults, Cloud cloud, Handler steps, Handler deadLetters) {
        this.timeline = timeline;
        this.faults = faults;
        this.cloud = cloud;
        this.steps = steps;
        this.deadLetters = deadLetters;
    }

    @Override
    public void send(List<Delayed> batch) {
        int taken = faults.taken(batch.size());
        batch.subList(0, taken).forEach(this::take);
        if (taken < batch.size()) {
            cloud.struck("the queue takes " + taken + " of " + batch.size());
            throw new PortFailure("the queue did not take all");
        }
    }

    private void take(Delayed delayed) {
        Sent run = new Sent(delayed.step().execution(), delayed.step().run());
        sent.put(run, cloud.next());
        deliver(new Message(delayed.step()), delayed.delay());
        if (faults.deliversTwice() && repeated.merge(run, 1, Integer::sum) <= MOST_REPEATED) {
            deliver(new Message(delayed.step()), delayed.delay());
        }
    }

    /** When it last took a step; 0 where it never did. */
    long lastTook(ExecutionId execution, StageRunKey run) {
        return sent.getOrDefault(new Sent(execution, run), 0L);
    }

    /** Forgets all that waits, as when the queue itself is lost. */
    void loseAll() {
        epoch++;
    }

    private void deliver(Message message, Duration after) {
        if (faults.losesMessage()) {
            cloud.tell(() -> "the queue loses " + message.step.run());
            return;
        }
        int then = epoch;
        Duration late = faults.isSlow() ? faults.between(Duration.ZERO, MOST_INVISIBLE) : faults.latency();
        timeline.in(after.plus(late), () -> {
            if (then == epoch && !message.deleted) {
                deliver(message);
            }
        });
    }

    private void deliver(Message message) {
        message.deliveries++;
        deliver(message, faults.between(LEAST_INVISIBLE, MOST_INVISIBLE));
        Handler handler = message.deliveries > MOST_DELIVERIES ? deadLetters : steps;
        handler.handle(message.step, done -> message.deleted |= done);
    }
}

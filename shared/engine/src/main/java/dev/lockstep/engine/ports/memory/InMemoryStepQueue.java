package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.ports.StepQueue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A queue in memory that does nothing by itself: whoever has it takes each message and says what becomes of it, and so can lose,
 * repeat, delay and reorder as the real queue may.
 */
public final class InMemoryStepQueue implements StepQueue {
    /**
     * A message.
     *
     * @param visibleAt when it may be delivered
     * @param deliveries how often it was
     */
    public record Message(long id, Step step, Instant visibleAt, int deliveries) {}

    private final InstantSource clock;
    private final Map<Long, Message> waiting = new TreeMap<>();
    private long sent;

    public InMemoryStepQueue(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized void send(List<Delayed> steps) {
        steps.forEach(delayed -> put(delayed.step(), clock.instant().plus(delayed.delay()), 0));
    }

    private void put(Step step, Instant visibleAt, int deliveries) {
        sent++;
        waiting.put(sent, new Message(sent, step, visibleAt, deliveries));
    }

    /** The messages that may be delivered now, in the order in which they became so. */
    public synchronized List<Message> due() {
        Instant now = clock.instant();
        return waiting.values().stream()
                .filter(message -> !message.visibleAt().isAfter(now))
                .sorted(Comparator.comparing(Message::visibleAt))
                .toList();
    }

    /** When the next message may be delivered; empty where none waits. */
    public synchronized Optional<Instant> nextDue() {
        return waiting.values().stream().map(Message::visibleAt).min(Comparator.naturalOrder());
    }

    /** All that wait, in the order in which they were sent. */
    public synchronized List<Message> waiting() {
        return List.copyOf(waiting.values());
    }

    /** Delivers the first message that is due. It is gone then, unless it is given back. */
    public synchronized Optional<Message> take() {
        return due().stream().findFirst().map(this::take);
    }

    /** Delivers one of the messages that wait. It is gone then, unless it is given back: to lose it, do nothing. */
    public synchronized Message take(Message message) {
        if (waiting.remove(message.id()) == null) {
            throw new IllegalArgumentException("it does not wait: " + message);
        }
        return new Message(message.id(), message.step(), message.visibleAt(), message.deliveries() + 1);
    }

    /** Puts a delivered message back, as when its handler fails or breaks off; or a second time, as a queue may deliver. */
    public synchronized void redeliver(Message taken, Duration after) {
        put(taken.step(), clock.instant().plus(after), taken.deliveries());
    }

    /** Forgets all that waits, as when the queue itself is lost. */
    public synchronized void loseAll() {
        waiting.clear();
    }
}

package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.ports.QueueSizes;
import dev.lockstep.engine.ports.TaskType;
import dev.lockstep.engine.ports.WorkerInbox;
import dev.lockstep.engine.ports.WorkerTasks;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The queues of tasks in memory, on the clock's time: nobody waits in them, and a receipt is good for one delivery. */
public final class InMemoryWorkerTasks implements WorkerTasks, WorkerInbox, QueueSizes {
    private record Message(TaskType type, Step task, Instant visibleAt, Optional<String> receipt) {}

    private final InstantSource clock;
    private final Map<Long, Message> messages = new LinkedHashMap<>();
    private long sent;
    private long received;

    public InMemoryWorkerTasks(InstantSource clock) {
        this.clock = clock;
    }

    /** For where no time passes. */
    public InMemoryWorkerTasks() {
        this(() -> Instant.EPOCH);
    }

    @Override
    public synchronized void offer(String taskType, Optional<String> domain, Step task) {
        sent++;
        TaskType type = new TaskType(task.workflow().workspace(), taskType, domain);
        messages.put(sent, new Message(type, task, clock.instant(), Optional.empty()));
    }

    @Override
    public synchronized List<Delivery> receive(TaskType type, int most, Duration wait) {
        Instant now = clock.instant();
        List<Delivery> deliveries = new ArrayList<>();
        for (Map.Entry<Long, Message> entry : messages.entrySet()) {
            Message message = entry.getValue();
            if (deliveries.size() < most
                    && message.type().equals(type)
                    && !message.visibleAt().isAfter(now)) {
                received++;
                String receipt = "receipt-" + received;
                entry.setValue(new Message(type, message.task(), now.plus(HIDDEN), Optional.of(receipt)));
                deliveries.add(new Delivery(message.task(), receipt));
            }
        }
        return deliveries;
    }

    @Override
    public synchronized boolean extend(TaskType type, String receipt, Duration time) {
        Instant now = clock.instant();
        for (Map.Entry<Long, Message> entry : messages.entrySet()) {
            Message message = entry.getValue();
            if (isOf(message, type, receipt) && message.visibleAt().isAfter(now)) {
                entry.setValue(new Message(type, message.task(), now.plus(time), message.receipt()));
                return true;
            }
        }
        return false;
    }

    @Override
    public synchronized void delete(TaskType type, String receipt) {
        messages.values().removeIf(message -> isOf(message, type, receipt));
    }

    private static boolean isOf(Message message, TaskType type, String receipt) {
        return message.type().equals(type)
                && message.receipt().filter(receipt::equals).isPresent();
    }

    @Override
    public synchronized Size of(TaskType type) {
        Instant now = clock.instant();
        long all = messages.values().stream()
                .filter(message -> message.type().equals(type))
                .count();
        long waiting = messages.values().stream()
                .filter(message ->
                        message.type().equals(type) && !message.visibleAt().isAfter(now))
                .count();
        return new Size(waiting, all - waiting);
    }

    /** The tasks of a type, hidden or not. */
    public synchronized List<Step> all(TaskType type) {
        return messages.values().stream()
                .filter(message -> message.type().equals(type))
                .map(Message::task)
                .toList();
    }

    /** When the next message may be received; empty where there is none. */
    public synchronized Optional<Instant> nextVisible() {
        return messages.values().stream().map(Message::visibleAt).min(Comparator.naturalOrder());
    }

    /** Forgets all messages, as when the queues themselves are lost. */
    public synchronized void loseAll() {
        messages.clear();
    }
}

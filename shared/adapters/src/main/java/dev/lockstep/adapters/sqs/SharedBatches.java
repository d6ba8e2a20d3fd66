package dev.lockstep.adapters.sqs;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets callers that send at the same time share requests. While a request is under way, what others want to send gathers; the
 * next request takes all of it, up to a batch. Who finds nothing under way sends at once, so that a lone caller never waits. The
 * callers' own threads do the work: one that has its messages sent goes, and another carries on.
 *
 * <p>Callers that are announced before they send are waited for, for some milliseconds: those who do the same work side by side
 * send at about the same time, and a request costs more than the wait.
 */
final class SharedBatches {
    /** The most messages, and the most bytes, that SQS takes in one request. */
    static final int MOST_MESSAGES = 10;

    static final int MOST_BYTES = 1024 * 1024;

    /** Sends a batch. */
    @FunctionalInterface
    interface Sender {
        /**
         * @return why each message that was not sent was not
         */
        Map<Outgoing, RuntimeException> send(List<Outgoing> batch);
    }

    private final Sender sender;
    private final Duration patience;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Outgoing> waiting = new ArrayDeque<>();
    /** Requests. */
    private int underWay;
    /** Callers that are sending. */
    private int sending;
    /** Callers that are announced and not done. */
    private int expected;

    /**
     * @param patience for how long a caller waits for those that are announced
     */
    SharedBatches(Sender sender, Duration patience) {
        this.sender = sender;
        this.patience = patience;
    }

    /** Returns when each of the messages was sent or has failed. */
    void send(List<Outgoing> messages) {
        lock.lock();
        try {
            waiting.addAll(messages);
            sending++;
            Patience left = new Patience(patience);
            for (Outgoing message : messages) {
                await(message, left);
            }
            left.end();
        } finally {
            sending--;
            lock.unlock();
        }
    }

    /** Announces callers: each of them is to say when it is done, whether it has sent or not. */
    void expect(int callers) {
        lock.lock();
        try {
            expected += callers;
        } finally {
            lock.unlock();
        }
    }

    /** Says that an announced caller will not send any more. */
    void done() {
        lock.lock();
        try {
            expected--;
            if (sending >= expected) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void await(Outgoing message, Patience left) {
        while (!message.isSettled()) {
            if (mayGo(left)) {
                sendNext();
            } else if (underWay > 0) {
                changed.awaitUninterruptibly();
            } else {
                try {
                    changed.awaitNanos(left.nanos());
                } catch (InterruptedException e) {
                    left.interrupt();
                }
            }
        }
    }

    /** How many messages wait for a request that is under way. */
    int gathered() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** A full batch has nothing to wait for; another one has where a request is under way, or where somebody else may come. */
    private boolean mayGo(Patience left) {
        return waiting.size() >= MOST_MESSAGES
                || (underWay == 0 && !waiting.isEmpty() && (sending >= expected || left.isOver()));
    }

    /** Called and left with the lock held; the request itself is made without it. */
    private void sendNext() {
        List<Outgoing> batch = next();
        Map<Outgoing, RuntimeException> failed = Map.of();
        Optional<RuntimeException> broken = Optional.of(new IllegalStateException("the request broke off"));
        underWay++;
        lock.unlock();
        try {
            failed = sender.send(batch);
            broken = Optional.empty();
        } catch (RuntimeException e) {
            broken = Optional.of(e);
        } finally {
            lock.lock();
            underWay--;
            for (Outgoing message : batch) {
                message.settle(broken.or(reason(failed, message)));
            }
            changed.signalAll();
        }
    }

    private static Supplier<Optional<RuntimeException>> reason(
            Map<Outgoing, RuntimeException> failed, Outgoing message) {
        return () -> Optional.ofNullable(failed.get(message));
    }

    private List<Outgoing> next() {
        List<Outgoing> batch = new ArrayList<>();
        int bytes = 0;
        while (batch.size() < MOST_MESSAGES && !waiting.isEmpty()) {
            bytes += waiting.element().bytes;
            if (bytes > MOST_BYTES && !batch.isEmpty()) {
                break;
            }
            batch.add(waiting.remove());
        }
        return batch;
    }
}

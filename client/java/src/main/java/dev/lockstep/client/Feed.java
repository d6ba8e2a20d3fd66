package dev.lockstep.client;

import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What comes of a run by whichever transport, on its way to the listener: nothing twice, nothing older than what was passed on
 * before, and nothing after the end.
 */
final class Feed {
    private final RunListener listener;
    // Held while the listener is called, so that closing waits for it; by the listener itself, it may be taken again.
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable RunUpdate passed;
    private OptionalLong sequence = OptionalLong.empty();
    private volatile boolean closed;
    private int heard;

    Feed(RunListener listener) {
        this.listener = listener;
    }

    boolean isClosed() {
        return closed;
    }

    /** How often anything came, be it known already: tells a transport that works from one that does not. */
    int heard() {
        return heard;
    }

    /** The number of the latest update that had one. */
    OptionalLong sequence() {
        return sequence;
    }

    /** Whether it was news. */
    boolean take(RunUpdate update) {
        lock.lock();
        try {
            heard++;
            if (closed || !isNews(update)) {
                return false;
            }
            passed = update;
            if (update.sequence().isPresent()) {
                sequence = update.sequence();
            }
            tell(update);
            if (update.status().isTerminal()) {
                closed = true;
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Updates that were polled have no number, and are known by when they were recorded. */
    private boolean isNews(RunUpdate update) {
        if (update.sequence().isPresent() && sequence.isPresent()) {
            return update.sequence().getAsLong() > sequence.getAsLong();
        }
        return passed == null || (!update.at().isBefore(passed.at()) && !update.saysTheSameAs(passed));
    }

    private void tell(RunUpdate update) {
        try {
            listener.onUpdate(update);
        } catch (RuntimeException e) {
            listener.onError(LockstepException.broken("the listener threw an exception", e));
        }
    }

    void fail(LockstepException error) {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                listener.onError(error);
            }
        } finally {
            lock.unlock();
        }
    }

    void close() {
        // Whoever is told something just now is waited for.
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }
}

package dev.lockstep.local.sources;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does something again and again: never twice at once, and again even after it has failed. */
public final class Ticker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Runnable task;
    private final Duration period;
    private final Thread thread;
    private final CountDownLatch stop = new CountDownLatch(1);

    /** Starts, first after one period. */
    public Ticker(String name, Duration period, Runnable task) {
        this.task = task;
        this.period = period;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::tick);
        thread.start();
    }

    private void tick() {
        long next = System.nanoTime() + period.toNanos();
        try {
            while (!stop.await(next - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                run();
                // What was missed while the task took longer than a period is not made up for.
                next = Math.max(next + period.toNanos(), System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            task.run();
        } catch (RuntimeException e) {
            if (stop.getCount() > 0) {
                LOG.warn("{} failed: {}", thread.getName(), e.getMessage());
            }
        }
    }

    /** Begins no more; lets what runs end, for some seconds, then interrupts it. */
    @Override
    public void close() {
        stop.countDown();
        try {
            if (!thread.join(GRACE)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.lockstep.client;

import java.time.Duration;
import java.util.function.Consumer;

/** Keeps a task for as long as it is worked on, and says when it is lost. */
final class Heartbeats {
    /** However little is left: a clock may be off, and each heartbeat is a write. */
    private static final Duration LEAST_PAUSE = Duration.ofMillis(200);

    private final WorkerCalls calls;
    private final Lease lease;
    private final Runnable lost;
    private final Consumer<LockstepException> trouble;
    private final Thread thread = Thread.ofVirtual().name("lockstep-heartbeat").unstarted(this::run);

    private Heartbeats(WorkerCalls calls, Lease lease, Runnable lost, Consumer<LockstepException> trouble) {
        this.calls = calls;
        this.lease = lease;
        this.lost = lost;
        this.trouble = trouble;
    }

    static Heartbeats start(WorkerCalls calls, Lease lease, Runnable lost, Consumer<LockstepException> trouble) {
        Heartbeats heartbeats = new Heartbeats(calls, lease, lost, trouble);
        heartbeats.thread.start();
        return heartbeats;
    }

    private void run() {
        Duration remaining = lease.remaining();
        try {
            while (true) {
                Duration pause = remaining.dividedBy(3);
                Thread.sleep(pause.compareTo(LEAST_PAUSE) < 0 ? LEAST_PAUSE : pause);
                try {
                    remaining = calls.heartbeat(lease.token());
                } catch (LockstepException e) {
                    if (TaskRun.isLost(e)) {
                        lost.run();
                        return;
                    }
                    trouble.accept(e);
                    // Sooner each time, since two thirds of what was left are left.
                    remaining = remaining.minus(pause);
                }
            }
        } catch (InterruptedException e) {
            // The work is done.
            Thread.currentThread().interrupt();
        }
    }

    void stop() {
        thread.interrupt();
    }
}

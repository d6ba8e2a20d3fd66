package dev.lockstep.client;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Does the tasks of one type: takes as many as it may work on at once, keeps them by heartbeats, and tells what came of them. Closing
 * it takes no more tasks and waits for those that are worked on.
 */
public final class Worker implements AutoCloseable {
    private static final int MOST_AT_ONCE = 10;

    private final Http http;
    private final WorkerCalls calls;
    private final TaskHandler handler;
    private final Consumer<LockstepException> trouble;
    private final Duration wait;
    private final Semaphore free;
    private final int concurrency;
    private final Set<Thread> working = ConcurrentHashMap.newKeySet();
    private final Thread poller = Thread.ofVirtual().name("lockstep-worker").unstarted(this::run);
    private volatile boolean closed;

    private Worker(Builder builder, Settings settings, String type, TaskHandler handler) {
        this.http = new Http(settings);
        this.calls = new WorkerCalls(http, type, builder.name, InstantSource.system());
        this.handler = handler;
        this.trouble = builder.trouble;
        this.wait = builder.wait;
        this.concurrency = builder.concurrency;
        this.free = new Semaphore(concurrency);
    }

    public static Builder builder() {
        return new Builder();
    }

    private void run() {
        Pauses pauses = Pauses.afterFailures(http.settings().timing().retry());
        try {
            while (!closed) {
                try {
                    takeAndStart();
                    pauses.reset();
                } catch (LockstepException e) {
                    // Be it a key that was revoked: whoever runs the worker may mend that without starting it again.
                    trouble.accept(e);
                    Thread.sleep(pauses.next(e.retryAfter()));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void takeAndStart() throws InterruptedException {
        free.acquire();
        int room = 1;
        while (room < MOST_AT_ONCE && free.tryAcquire()) {
            room++;
        }
        try {
            if (closed) {
                return;
            }
            List<Lease> leases = calls.poll(room, wait);
            for (Lease lease : leases) {
                start(lease);
                room--;
            }
        } finally {
            free.release(room);
        }
    }

    private void start(Lease lease) {
        TaskRun task = new TaskRun(calls, handler, lease, trouble);
        Thread thread = Thread.ofVirtual().name("lockstep-task").unstarted(() -> {
            try {
                task.run();
            } finally {
                working.remove(Thread.currentThread());
                free.release();
            }
        });
        working.add(thread);
        thread.start();
    }

    /**
     * Takes no more tasks, and returns once those that were taken are done and told. A poll that is under way is waited for, since it
     * may give tasks; whoever is interrupted meanwhile interrupts them all, and they are left to other workers.
     */
    @Override
    public void close() {
        closed = true;
        try {
            if (poller.getState() != Thread.State.NEW) {
                poller.join();
            }
            free.acquire(concurrency);
        } catch (InterruptedException e) {
            poller.interrupt();
            working.forEach(Thread::interrupt);
            Thread.currentThread().interrupt();
        }
        http.close();
    }

    /** What a worker is made of. */
    public static final class Builder {
        private @Nullable URI baseUrl;
        private @Nullable String apiKey;
        private @Nullable String taskType;
        private @Nullable TaskHandler handler;
        private String name = "java-" + ProcessHandle.current().pid();
        private int concurrency = MOST_AT_ONCE;
        private Duration wait = Duration.ofSeconds(20);
        private Consumer<LockstepException> trouble = error -> {};
        private Timing timing = Timing.USUAL;

        private Builder() {}

        /** Of the HTTP API. */
        public Builder baseUrl(URI url) {
            baseUrl = url;
            return this;
        }

        /** With the role {@code worker}. */
        public Builder apiKey(String key) {
            apiKey = key;
            return this;
        }

        /** The {@code task_type} of the steps that it works for. */
        public Builder taskType(String type) {
            taskType = type;
            return this;
        }

        public Builder handler(TaskHandler work) {
            handler = work;
            return this;
        }

        /** How the worker calls itself, for the execution's history. */
        public Builder name(String value) {
            name = value;
            return this;
        }

        /** How many tasks it works on at once; 10 where left out. */
        public Builder concurrency(int most) {
            if (most < 1) {
                throw new IllegalArgumentException("concurrency must be 1 or more, not " + most);
            }
            concurrency = most;
            return this;
        }

        /** How long a poll waits for a task, and a close for the last poll; 1 to 20 s, and 20 s where left out. */
        public Builder pollWait(Duration limit) {
            if (limit.toSeconds() < 1 || limit.compareTo(Duration.ofSeconds(20)) > 0) {
                throw new IllegalArgumentException("pollWait must be 1 to 20 s, not " + limit);
            }
            wait = limit;
            return this;
        }

        /** Is told of calls that failed, and of tasks that were lost. The worker goes on. */
        public Builder onError(Consumer<LockstepException> listener) {
            trouble = listener;
            return this;
        }

        Builder timing(Timing how) {
            timing = how;
            return this;
        }

        /**
         * @throws IllegalArgumentException where it lacks what it cannot do without
         */
        public Worker start() {
            Settings settings = Settings.of(baseUrl, apiKey, Optional.empty(), timing);
            Worker worker = new Worker(
                    this,
                    settings,
                    Objects.requireNonNull(taskType, "taskType"),
                    Objects.requireNonNull(handler, "handler"));
            worker.poller.start();
            return worker;
        }
    }
}

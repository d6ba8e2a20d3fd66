package dev.lockstep.local.e2e;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/** A worker on a thread of its own: completes each task with what it makes of the input, until it is closed. */
final class Worker implements AutoCloseable {
    private final WorkerCalls calls;
    private final UnaryOperator<JsonNode> work;
    private final Thread thread = Thread.ofVirtual().unstarted(this::run);
    private final List<JsonNode> done = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    private Worker(WorkerCalls calls, UnaryOperator<JsonNode> work) {
        this.calls = calls;
        this.work = work;
    }

    static Worker start(WorkerCalls calls, UnaryOperator<JsonNode> work) {
        Worker worker = new Worker(calls, work);
        worker.thread.start();
        return worker;
    }

    private void run() {
        while (!closed) {
            for (JsonNode task : calls.poll(5, 1)) {
                calls.complete(task, work.apply(task.path("input"))).expect(200);
                done.add(task);
            }
        }
    }

    /** The tasks that it has completed. */
    List<JsonNode> done() {
        return List.copyOf(done);
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

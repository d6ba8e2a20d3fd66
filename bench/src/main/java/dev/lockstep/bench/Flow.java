package dev.lockstep.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps so many executions of a workflow in flight: whenever one ends, the next is started. */
record Flow(Executions executions, Ends ends, String workflow, int inFlight) {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    /** Runs so many executions in all; how long each took, by its own times. */
    List<Duration> run(int count) throws IOException, InterruptedException {
        AtomicInteger left = new AtomicInteger(count);
        List<Duration> took = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Duration>>> lanes = new ArrayList<>();
            for (int i = 0; i < inFlight; i++) {
                lanes.add(threads.submit(() -> oneAfterAnother(left)));
            }
            for (Future<List<Duration>> lane : lanes) {
                took.addAll(lane.get());
            }
        } catch (ExecutionException e) {
            throw new IOException("an execution could not be run to its end", e.getCause());
        }
        return took;
    }

    private List<Duration> oneAfterAnother(AtomicInteger left)
            throws IOException, InterruptedException, ExecutionException {
        List<Duration> took = new ArrayList<>();
        while (left.getAndDecrement() > 0) {
            String execution = executions.start(workflow);
            try {
                took.add(ends.of(execution).get(LIMIT.toMillis(), TimeUnit.MILLISECONDS));
            } catch (TimeoutException e) {
                throw new IOException("execution " + execution + " did not end within " + LIMIT, e);
            }
        }
        return took;
    }
}

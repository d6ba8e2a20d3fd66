package dev.lockstep.adapters;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** Does the same to several things at once, each on a virtual thread. */
public final class SideBySide {
    private SideBySide() {}

    /** One that broke off, and why. */
    public record Broken<T>(T item, Throwable cause) {}

    /** The same, but never more than so many at once. */
    public static <T> List<Broken<T>> each(List<T> items, int mostAtOnce, Consumer<T> work) {
        Semaphore places = new Semaphore(mostAtOnce);
        return each(items, item -> {
            places.acquireUninterruptibly();
            try {
                work.accept(item);
            } finally {
                places.release();
            }
        });
    }

    /** Returns when all are done: those that broke off, in the order given. */
    public static <T> List<Broken<T>> each(List<T> items, Consumer<T> work) {
        List<Broken<T>> broken = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            items.forEach(item -> running.add(threads.submit(() -> work.accept(item))));
            for (int i = 0; i < items.size(); i++) {
                try {
                    running.get(i).get();
                } catch (ExecutionException e) {
                    broken.add(new Broken<>(items.get(i), e.getCause() == null ? e : e.getCause()));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    threads.shutdownNow();
                    broken.add(new Broken<>(items.get(i), e));
                }
            }
        }
        return broken;
    }
}

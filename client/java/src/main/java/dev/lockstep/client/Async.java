package dev.lockstep.client;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** Does what blocks on a virtual thread. */
final class Async {
    private Async() {}

    /** A result to come; who cancels it interrupts the work. */
    static <T> CompletableFuture<T> run(Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = Thread.ofVirtual().name("lockstep-client").unstarted(() -> complete(result, work));
        CompletableFuture<T> unused = result.whenComplete((value, fault) -> {
            if (result.isCancelled()) {
                thread.interrupt();
            }
        });
        thread.start();
        return result;
    }

    private static <T> void complete(CompletableFuture<T> result, Callable<T> work) {
        try {
            result.complete(work.call());
        } catch (InterruptedException e) {
            result.cancel(false);
        } catch (Exception e) {
            result.completeExceptionally(e);
        }
    }
}

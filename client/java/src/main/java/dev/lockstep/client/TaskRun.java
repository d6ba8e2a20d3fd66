package dev.lockstep.client;

import java.util.function.Consumer;

/** One task, from when it was taken until the server knows what came of it. */
final class TaskRun implements Runnable {
    private final WorkerCalls calls;
    private final TaskHandler handler;
    private final Lease lease;
    private final Consumer<LockstepException> trouble;

    TaskRun(WorkerCalls calls, TaskHandler handler, Lease lease, Consumer<LockstepException> trouble) {
        this.calls = calls;
        this.handler = handler;
        this.lease = lease;
        this.trouble = trouble;
    }

    /** Whether the task is somebody else's by now, or nobody waits for it any more. */
    static boolean isLost(LockstepException error) {
        int status = error.status().orElse(0);
        return status == 404 || (status == 409 && !error.isRetryable());
    }

    @Override
    public void run() {
        Thread worker = Thread.currentThread();
        Heartbeats heartbeats = Heartbeats.start(calls, lease, worker::interrupt, trouble);
        try {
            tell(work());
        } catch (InterruptedException e) {
            // Lost, or the worker is to stop at once: whoever takes the task over tells what comes of it.
            Thread.currentThread().interrupt();
        } catch (LockstepException e) {
            trouble.accept(e);
        } finally {
            // Not before the outcome is told, which may take some attempts.
            heartbeats.stop();
        }
    }

    private TaskResult work() throws InterruptedException {
        try {
            return handler.handle(lease.task());
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            String message = e.getMessage() == null ? "" : e.getMessage();
            return TaskResult.failed(e.getClass().getSimpleName(), message);
        }
    }

    private void tell(TaskResult result) throws InterruptedException {
        try {
            calls.report(lease.token(), result);
        } catch (LockstepException e) {
            if (isLost(e)) {
                trouble.accept(e);
            } else if (result instanceof TaskResult.Completed && isAtFault(e)) {
                // An output that cannot be recorded could not be the next time.
                calls.report(lease.token(), TaskResult.failedForGood("OutputRefused", String.valueOf(e.getMessage())));
            } else if (result instanceof TaskResult.Failed failed
                    && failed.details().isPresent()
                    && isAtFault(e)) {
                calls.report(lease.token(), failed.withoutDetails());
            } else {
                throw e;
            }
        }
    }

    private static boolean isAtFault(LockstepException error) {
        int status = error.status().orElse(0);
        return status == 400 || status == 413 || status == 422;
    }
}

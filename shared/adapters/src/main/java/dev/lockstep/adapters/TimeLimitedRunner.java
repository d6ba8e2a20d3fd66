package dev.lockstep.adapters;

import dev.lockstep.engine.operations.Call;
import dev.lockstep.engine.operations.Operation;
import dev.lockstep.engine.operations.OperationFailure;
import dev.lockstep.engine.ports.OperationRunner;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;

/** Runs each operation on a virtual thread of its own, and gives up on it when its time is over. */
public final class TimeLimitedRunner implements OperationRunner {
    @Override
    public JsonNode run(Operation operation, Call call, Duration timeout) throws OperationFailure, TimeoutException {
        FutureTask<JsonNode> task = new FutureTask<>(() -> operation.run(call));
        Thread thread = Thread.ofVirtual().name(operation.type()).start(task);
        try {
            return await(task, System.nanoTime() + timeout.toNanos());
        } catch (TimeoutException e) {
            thread.interrupt();
            throw e;
        } catch (ExecutionException e) {
            throw failure(Objects.requireNonNull(e.getCause()));
        }
    }

    /**
     * An interrupt is kept for later: whatever this threw would be recorded as the operation's own failure, and that its
     * process stops is none.
     */
    private static JsonNode await(FutureTask<JsonNode> task, long deadline)
            throws ExecutionException, TimeoutException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static OperationFailure failure(Throwable cause) {
        return switch (cause) {
            case OperationFailure failure -> failure;
            case RuntimeException defect -> throw defect;
            default -> throw new BrokenOperation(cause);
        };
    }

    /** An operation that broke off with what is no exception, such as a stack that overflowed. It takes nothing else with it. */
    static final class BrokenOperation extends RuntimeException {
        BrokenOperation(Throwable cause) {
            super("an operation broke off with " + cause.getClass().getSimpleName(), cause);
        }
    }
}

package dev.lockstep.engine.ports;

import dev.lockstep.engine.operations.Call;
import dev.lockstep.engine.operations.Operation;
import dev.lockstep.engine.operations.OperationFailure;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;

/** Runs operations, each for no longer than it may take. */
public interface OperationRunner {
    /**
     * @throws OperationFailure where the operation failed
     * @throws TimeoutException where it took longer; it is interrupted, and what it still does has no effect on the answer
     */
    JsonNode run(Operation operation, Call call, Duration timeout) throws OperationFailure, TimeoutException;
}

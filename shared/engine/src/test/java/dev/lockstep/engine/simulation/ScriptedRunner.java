package dev.lockstep.engine.simulation;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Iteration;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.operations.Call;
import dev.lockstep.engine.operations.Operation;
import dev.lockstep.engine.operations.OperationFailure;
import dev.lockstep.engine.ports.OperationRunner;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;

/** Runs operations as their scripts say, and counts how often each was run. */
final class ScriptedRunner implements OperationRunner {
    private record Ran(ExecutionId execution, StageRunKey run) {}

    private final Map<Ran, Integer> runs = new HashMap<>();
    private final WatchedStageRuns records;
    private final Cloud cloud;

    ScriptedRunner(WatchedStageRuns records, Cloud cloud) {
        this.records = records;
        this.cloud = cloud;
    }

    int runsOf(ExecutionId execution, StageRunKey run) {
        return runs.getOrDefault(new Ran(execution, run), 0);
    }

    @Override
    public JsonNode run(Operation operation, Call call, Duration timeout) throws OperationFailure, TimeoutException {
        List<String> names = List.of(call.idempotencyKey().split("/", -1));
        ExecutionId execution = new ExecutionId(names.get(0));
        if (operation.type().equals("Wait")) {
            return operation.run(call);
        }
        StageRunKey key = new StageRunKey(names.get(1), Iteration.parse(names.get(2)));
        records.checkBeginning(execution, key);
        runs.merge(new Ran(execution, key), 1, Integer::sum);
        Script script = records.script(execution, key);
        boolean fails = records.attempt(execution, key) <= script.failures(key.iteration());
        if (fails && script.timesOut()) {
            cloud.pause(timeout);
            throw new TimeoutException();
        }
        cloud.pause(script.takes());
        if (fails) {
            throw new OperationFailure(script.error(), "not this time");
        }
        return operation.run(call);
    }
}

package dev.lockstep.engine.simulation;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Iteration;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState.Running;
import dev.lockstep.engine.operations.Call;
import dev.lockstep.engine.operations.Operation;
import dev.lockstep.engine.operations.OperationFailure;
import dev.lockstep.engine.ports.OperationRunner;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** Does the work of machines, which fails now and then, and counts how often it was done. */
final class MachineRunner implements OperationRunner {
    private record Ran(ExecutionId execution, StageRunKey run) {}

    private final Map<Ran, Integer> runs = new HashMap<>();
    private final long seed;
    private final Memory memory;
    private final WatchedMachines machines;
    private final Cloud cloud;

    MachineRunner(long seed, Memory memory, WatchedMachines machines, Cloud cloud) {
        this.seed = seed;
        this.memory = memory;
        this.machines = machines;
        this.cloud = cloud;
    }

    int runsOf(ExecutionId execution, StageRunKey run) {
        return runs.getOrDefault(new Ran(execution, run), 0);
    }

    @Override
    public JsonNode run(Operation operation, Call call, Duration timeout) throws OperationFailure {
        List<String> names = List.of(call.idempotencyKey().split("/", -1));
        ExecutionId execution = new ExecutionId(names.get(0));
        StageRunKey key = new StageRunKey(names.get(1), Iteration.parse(names.get(2)));
        machines.checkBeginning(execution, key);
        runs.merge(new Ran(execution, key), 1, Integer::sum);
        cloud.pause(Duration.ofMillis(Math.floorMod(Objects.hash(seed, key), 3_000)));
        int attempt = memory.run(execution, key).map(StageRun::state).orElse(null) instanceof Running running
                ? running.attempt()
                : 1;
        if (attempt <= failures(key)) {
            throw new OperationFailure("Flaky", "not this time");
        }
        return operation.run(call);
    }

    /** How many attempts fail first. */
    private int failures(StageRunKey key) {
        return Math.max(0, Math.floorMod(Objects.hash(key, seed, "fails"), 7) - 4);
    }
}

package dev.lockstep.engine.simulation;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a run came to, and the checks on it. */
record Outcome(
        Scenario scenario,
        Memory memory,
        Graphs graphs,
        List<ExecutionId> accepted,
        ScriptedRunner runner,
        Cloud cloud) {

    /** Compares with runs of the same without faults. */
    void check() {
        for (ExecutionId id : accepted) {
            Recorded recorded = read(id);
            new Reader().read(graphs.of(recorded.execution().workflow()), recorded);
            recorded.runs().values().forEach(run -> checkEffect(id, run));
            checkResult(recorded, withoutFaults(recorded));
        }
    }

    private Recorded read(ExecutionId id) {
        return memory.executions.read(id).orElseThrow();
    }

    private void checkEffect(ExecutionId id, StageRun run) {
        if (run.state() instanceof StageRunState.Completed completed && hasEffects(id, run.key())) {
            int runs = runner.runsOf(id, run.key());
            int strikes = cloud.strikes(id, run.key());
            Promise.EFFECTS_RUN_ONCE_UNLESS_STRUCK.holdsIf(
                    completed.attempt() <= runs && runs <= completed.attempt() + strikes,
                    () -> run + " was run " + runs + " times, and struck " + strikes + " times");
        }
    }

    boolean hasEffects(ExecutionId id, StageRunKey key) {
        return graphs.of(read(id).execution().workflow())
                .plan()
                .task(key.stage())
                .type()
                .equals(TestOperation.EFFECT);
    }

    private Recorded withoutFaults(Recorded recorded) {
        Scenario alone = scenario.alone(
                recorded.execution().workflow().version(),
                recorded.execution().input().path("n").intValue());
        Outcome calm = new Simulation(alone, new Protocol(), Trace.NONE).run();
        return calm.read(calm.accepted().getFirst());
    }

    private static void checkResult(Recorded recorded, Recorded expected) {
        Map<String, String> results = results(recorded);
        Map<String, String> others = results(expected);
        results.forEach((stage, result) -> Promise.RESULTS_ARE_THOSE_WITHOUT_FAULTS.holdsIf(
                result.equals(others.getOrDefault(stage, result)),
                () -> stage + " came to " + result + ", but without faults to " + others.get(stage)));
        boolean same = recorded.execution().state().name()
                == expected.execution().state().name();
        Promise.RESULTS_ARE_THOSE_WITHOUT_FAULTS.holdsIf(
                isCut(recorded) || same, () -> "it came to " + recorded + ", but without faults to " + expected);
    }

    private static boolean isCut(Recorded recorded) {
        return switch (recorded.execution().state()) {
            case ExecutionState.Canceled canceled -> true;
            case ExecutionState.Failed failed -> failed.failure().equals(Failure.deadLettered());
            case ExecutionState.Completed completed -> false;
            case ExecutionState.Live live -> false;
            case ExecutionState other -> false;
        };
    }

    /** What each stage came to, as far as it does not depend on faults and times. */
    private static Map<String, String> results(Recorded recorded) {
        Map<String, String> results = new TreeMap<>();
        recorded.runs()
                .values()
                .forEach(run -> result(run.state())
                        .ifPresent(result -> results.put(run.key().stage(), result)));
        return results;
    }

    private static Optional<String> result(StageRunState state) {
        return switch (state) {
            case StageRunState.Completed completed ->
                Optional.of("attempt " + completed.attempt() + " completed with " + completed.output());
            case StageRunState.Skipped skipped -> Optional.of("skipped with " + skipped.passed());
            case StageRunState.Failed failed when failed.failure().equals(Failure.deadLettered()) -> Optional.empty();
            case StageRunState.Failed failed ->
                Optional.of("attempt " + failed.attempt() + " failed with " + failed.failure());
            case StageRunState.Running running -> Optional.empty();
            case StageRunState.Retrying retrying -> Optional.empty();
            case StageRunState.Waiting waiting -> Optional.empty();
            case StageRunState other -> Optional.empty();
        };
    }
}

package dev.lockstep.engine.simulation;

import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a run came to, and the checks on it. */
record Outcome(
        Scenario scenario,
        Memory memory,
        Workflows workflows,
        List<ExecutionId> accepted,
        ScriptedRunner runner,
        Cloud cloud,
        Beginnings beginnings,
        Set<Sight> seen) {

    void check() {
        for (ExecutionId id : accepted) {
            Ways ways = ways(id);
            new Reader().read(ways.workflow(), ways.recorded());
            Results results = new Results(ways, other -> Optional.of(ways(other)));
            for (StageRun run : ways.recorded().runs().values()) {
                checkEffect(ways, run);
                Optional<String> flaw = results.flaw(run);
                Promise.RESULTS_FOLLOW_FROM_THE_DEFINITION.holdsIf(
                        flaw.isEmpty(), () -> flaw + " in " + ways.recorded());
            }
            checkUndone(ways);
        }
    }

    Ways ways(ExecutionId id) {
        Recorded recorded = memory.all(id);
        return new Ways(workflows.of(recorded.execution().workflow()), recorded);
    }

    private void checkEffect(Ways ways, StageRun run) {
        ExecutionId id = ways.recorded().execution().id();
        if (run.state() instanceof StageRunState.Completed completed && hasEffects(ways, run.key())) {
            int runs = runner.runsOf(id, run.key());
            int strikes = cloud.strikes(id, run.key()) + beginnings.revivals(id, run.key());
            long dead = run.past().stream()
                    .filter(attempt -> attempt.failure().equals(Failure.deadLettered()))
                    .count();
            Promise.EFFECTS_RUN_ONCE_UNLESS_STRUCK.holdsIf(
                    completed.attempt() - dead <= runs && runs <= completed.attempt() + strikes,
                    () -> run + " was run " + runs + " times, and struck " + strikes + " times");
        }
    }

    boolean hasEffects(Ways ways, StageRunKey key) {
        if (!ways.workflow().has(key.stage())) {
            return false;
        }
        Stage.Task task = ways.workflow().task(key.stage());
        return task.type().equals(TestOperation.EFFECT) && (task.forEach().isEmpty() || ways.isElement(key));
    }

    private void checkUndone(Ways ways) {
        ExecutionState state = ways.recorded().execution().state();
        if (state instanceof ExecutionState.Failed || state instanceof ExecutionState.TimedOut) {
            beginnings
                    .undoable(ways)
                    .forEach(run -> Promise.WHAT_WAS_DONE_IS_UNDONE_BACKWARDS.holdsIf(
                            Beginnings.isUndone(ways, run), () -> run + " is not undone in " + ways.recorded()));
        }
    }
}

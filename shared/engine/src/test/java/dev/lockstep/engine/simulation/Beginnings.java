package dev.lockstep.engine.simulation;

import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.StageRunState.Canceled;
import dev.lockstep.engine.execution.StageRunState.Completed;
import dev.lockstep.engine.execution.StageRunState.Failed;
import dev.lockstep.engine.execution.StageRunState.Outcome;
import dev.lockstep.engine.execution.StageRunState.Running;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Checks that nothing begins that may not. */
final class Beginnings {
    private record Run(ExecutionId execution, StageRunKey key) {}

    /** @param order when it was so from */
    private record Phase(long order, ExecutionState.Name state) {}

    private final Memory memory;
    private final Workflows workflows;
    private final Cloud cloud;
    private final Map<ExecutionId, List<Phase>> phases = new HashMap<>();
    private final Map<Run, Long> changes = new HashMap<>();
    private final Map<Run, Long> outcomes = new HashMap<>();
    private final Map<Run, Integer> revivals = new HashMap<>();
    private final Set<Run> overdue = new HashSet<>();

    Beginnings(Memory memory, Workflows workflows, Cloud cloud) {
        this.memory = memory;
        this.workflows = workflows;
        this.cloud = cloud;
    }

    void note(ExecutionId id, ExecutionState state) {
        phases.computeIfAbsent(id, any -> new ArrayList<>()).add(new Phase(cloud.next(), state.name()));
    }

    void note(ExecutionId id, Optional<StageRun> before, StageRun run) {
        boolean late = before.map(StageRun::state).orElse(null) instanceof Running running
                && !cloud.trueTime().plus(Faults.MOST_SKEW).isBefore(running.leaseUntil());
        if (late) {
            overdue.add(new Run(id, run.key()));
        }
        changes.put(new Run(id, run.key()), cloud.next());
        if (before.map(StageRun::state).orElse(null) instanceof Canceled) {
            revivals.merge(new Run(id, run.key()), 1, Integer::sum);
        }
        if (run.state() instanceof Outcome) {
            outcomes.put(new Run(id, run.key()), cloud.next());
        }
    }

    /** Whether a run came to its outcome when the function that calls had been started. */
    boolean hasJustEnded(ExecutionId id, StageRunKey key) {
        return outcomes.getOrDefault(new Run(id, key), 0L) > cloud.started();
    }

    /** How often a run was begun again that had been canceled. */
    int revivals(ExecutionId id, StageRunKey key) {
        return revivals.getOrDefault(new Run(id, key), 0);
    }

    /** The states that the execution has been in since the function that calls was started. */
    List<ExecutionState.Name> statesSinceStart(ExecutionId id) {
        List<Phase> all = phases.getOrDefault(id, List.of());
        return Stream.iterate(0, i -> i < all.size(), i -> i + 1)
                .filter(i -> i + 1 == all.size() || all.get(i + 1).order() > cloud.started())
                .map(i -> all.get(i).state())
                .toList();
    }

    /** Whether the run was written after that. */
    boolean hasChangedSince(long order, ExecutionId id, StageRunKey key) {
        return changes.getOrDefault(new Run(id, key), 0L) > order;
    }

    /** Since when the execution is in the state that it is in. */
    long phaseOrder(ExecutionId id) {
        return phases.get(id) == null ? 0 : phases.get(id).getLast().order();
    }

    void check(ExecutionId id, StageRunKey key) {
        check(id, key, false);
    }

    /** @param handedOut whether a worker is given what was offered before */
    void check(ExecutionId id, StageRunKey key, boolean handedOut) {
        Recorded recorded = memory.all(id);
        if (key.iteration().generation() < recorded.execution().past().firstGeneration()) {
            return; // All of it was run anew since the function began.
        }
        Workflow workflow = workflows.of(recorded.execution().workflow());
        Promise.AN_EXECUTION_KEEPS_ITS_VERSION.holdsIf(
                workflow.has(key.stage()),
                () -> key + " is not of " + recorded.execution().workflow());
        Ways ways = new Ways(workflow, recorded);
        Optional<String> premature = new Premises(ways).prematureness(key);
        Promise.NOTHING_BEGINS_TOO_SOON.holdsIf(premature.isEmpty(), () -> premature + " in " + recorded);
        boolean undoes = workflow.undoes(key.stage());
        ExecutionState.Name needed = undoes ? ExecutionState.Name.COMPENSATING : ExecutionState.Name.LIVE;
        Promise.NOTHING_BEGINS_AFTER_THE_END.holdsIf(
                statesSinceStart(id).contains(needed)
                        || (handedOut
                                && workflow.plan().handsOutWhilePaused()
                                && statesSinceStart(id).contains(ExecutionState.Name.PAUSED)),
                () -> key + " begins in " + recorded);
        if (undoes) {
            checkOrder(ways, key);
        } else {
            checkUse(id, ways, key);
        }
    }

    /** What is of no use any more is not begun by a function that was started since. */
    private void checkUse(ExecutionId id, Ways ways, StageRunKey key) {
        if (ways.recorded().run(key).map(StageRun::state).orElse(null) instanceof Outcome) {
            return; // Work without effects may be done again, to no effect.
        }
        for (StageRunKey guard : ways.guards(key)) {
            boolean closed = ways.recorded()
                    .run(guard)
                    .map(StageRun::state)
                    // What fails with nothing to bear it is to be tried again, or fails the execution in a moment; and
                    // what cancels another guards all that leads to it.
                    .filter(state -> state instanceof Outcome
                            && !(state instanceof Canceled)
                            && !(state instanceof Failed failed
                                    && failed.passed().isEmpty()))
                    .isPresent();
            Promise.LOSERS_DO_NOT_BEGIN.holdsIf(
                    !closed || hasJustEnded(id, guard) || !ways.isCurrent(key),
                    () -> key + " begins although " + guard + " is over, in " + ways.recorded());
        }
    }

    private void checkOrder(Ways ways, StageRunKey key) {
        StageRunKey undone = new StageRunKey(
                ways.workflow().task(key.stage()).place().undoes().orElseThrow(), key.iteration());
        Instant at = completedAt(ways.recorded().run(undone).orElseThrow());
        undoable(ways)
                .filter(run -> completedAt(run).isAfter(at))
                .forEach(run -> Promise.WHAT_WAS_DONE_IS_UNDONE_BACKWARDS.holdsIf(
                        isUndone(ways, run), () -> undone + " is undone before " + run + " in " + ways.recorded()));
    }

    private static Instant completedAt(StageRun run) {
        return ((Completed) run.state()).at();
    }

    /**
     * The effects that are to be undone when the execution fails; but not what was recorded when its lease had lapsed, since that
     * was taken for broken off by then, and nobody waited for it.
     */
    Stream<StageRun> undoable(Ways ways) {
        return ways.recorded().runs().values().stream()
                .filter(run -> run.state() instanceof Completed && ways.isCurrent(run.key()))
                .filter(run -> ways.workflow().find(run.key().stage()).isPresent())
                .filter(run -> {
                    Stage.Task task = ways.workflow().task(run.key().stage());
                    return task.policy().compensation().isPresent()
                            && !overdue.contains(
                                    new Run(ways.recorded().execution().id(), run.key()))
                            && (task.type().equals(TestOperation.EFFECT) || task.activity() instanceof Activity.Worker)
                            && (task.forEach().isEmpty() || ways.isElement(run.key()));
                });
    }

    static boolean isUndone(Ways ways, StageRun run) {
        String undo =
                ways.workflow().task(run.key().stage()).policy().compensation().orElseThrow();
        return ways.recorded()
                        .run(new StageRunKey(undo, run.key().iteration()))
                        .map(StageRun::state)
                        .orElse(null)
                instanceof Outcome;
    }

    /** Whether a failure is one that somebody had tried again. */
    static boolean isReopened(Execution execution, StageRunState state) {
        return state instanceof Failed failed
                && failed.passed().isEmpty()
                && execution.reopenedAt().filter(at -> !failed.at().isAfter(at)).isPresent();
    }
}

package dev.lockstep.engine.simulation;

import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.MachineNode;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.StageRunState.Awaiting;
import dev.lockstep.engine.execution.StageRunState.Canceled;
import dev.lockstep.engine.execution.StageRunState.Completed;
import dev.lockstep.engine.execution.StageRunState.Failed;
import dev.lockstep.engine.execution.StageRunState.Note;
import dev.lockstep.engine.execution.StageRunState.Outcome;
import dev.lockstep.engine.execution.StageRunState.Retrying;
import dev.lockstep.engine.ports.ExecutionStore;
import dev.lockstep.engine.ports.StageRunStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks every write of a machine's execution as it is made. */
final class WatchedMachines {
    private final Memory memory;
    private final MachineSketch sketch;
    private final Cloud cloud;
    private final List<ExecutionId> accepted = new ArrayList<>();
    /** When each was last ended, or held. */
    private final Map<ExecutionId, Long> stopped = new HashMap<>();

    private final Map<ForkOf, Long> over = new HashMap<>();

    private record ForkOf(ExecutionId execution, StageRunKey fork) {}

    WatchedMachines(Memory memory, MachineSketch sketch, Cloud cloud) {
        this.memory = memory;
        this.sketch = sketch;
        this.cloud = cloud;
    }

    List<ExecutionId> accepted() {
        return List.copyOf(accepted);
    }

    StageRunStore runs() {
        return new Delegating.Runs(memory.runs) {
            @Override
            public Written write(ExecutionId execution, StageRun run) {
                Optional<StageRun> before = memory.run(execution, run.key());
                boolean repeated = memory.isRepeated(execution, run);
                Written written = runs.write(execution, run);
                if (written instanceof Written.Done && !repeated) {
                    check(execution, before, run);
                }
                return written;
            }
        };
    }

    ExecutionStore executions() {
        return new Delegating.Executions(memory.executions) {
            @Override
            public boolean create(Execution execution, Instant wakeAt) {
                boolean created = executions.create(execution, wakeAt);
                if (created) {
                    accepted.add(execution.id());
                }
                return created;
            }

            @Override
            public Optional<Change> change(
                    ExecutionId id,
                    Set<ExecutionState.Name> from,
                    ExecutionState to,
                    Optional<Instant> wakeAt,
                    Execution.Past more) {
                ExecutionState before = state(id);
                return changed(before, executions.change(id, from, to, wakeAt, more));
            }

            @Override
            public Optional<Change> changeAsSeen(
                    Execution seen,
                    Set<ExecutionState.Name> from,
                    ExecutionState to,
                    Optional<Instant> wakeAt,
                    Execution.Past more) {
                ExecutionState before = state(seen.id());
                return changed(before, executions.changeAsSeen(seen, from, to, wakeAt, more));
            }
        };
    }

    private ExecutionState state(ExecutionId id) {
        return memory.execution(id).orElseThrow().state();
    }

    private Optional<ExecutionStore.Change> changed(ExecutionState before, Optional<ExecutionStore.Change> change) {
        change.filter(ExecutionStore.Change::made).ifPresent(made -> {
            Promise.OUTCOMES_NEVER_CHANGE.holdsIf(
                    !(before instanceof ExecutionState.Ended), () -> before + " became " + made.execution());
            if (made.execution().isLive()) {
                stopped.remove(made.execution().id());
            } else {
                stopped.put(made.execution().id(), cloud.next());
            }
        });
        return change;
    }

    private void check(ExecutionId id, Optional<StageRun> before, StageRun run) {
        Promise.REVISIONS_ONLY_RISE.holdsIf(
                run.revision() == before.map(StageRun::revision).orElse(0L) + 1, () -> before + " became " + run);
        Promise.OUTCOMES_NEVER_CHANGE.holdsIf(
                before.filter(was -> was.state() instanceof Outcome).isEmpty(), () -> before + " became " + run);
        Recorded recorded = memory.all(id);
        MachineTokens tokens = new MachineTokens(sketch, recorded);
        switch (sketch.node(run.key().stage())) {
            case MachineNode.Fork fork -> {
                over.put(new ForkOf(id, run.key()), cloud.next());
                Optional<String> flaw = tokens.flawOver(run);
                Promise.NOTHING_BEGINS_TOO_SOON.holdsIf(
                        flaw.isEmpty(), () -> run + " is over: " + flaw + " in " + recorded);
            }
            case MachineNode.State state -> {
                if (before.isEmpty()) {
                    Promise.NOTHING_BEGINS_TOO_SOON.holdsIf(
                            tokens.mayEnter(state.id(), run.key().iteration()),
                            () -> run.key() + " was not led to in " + recorded);
                }
                if (!isCutOff(run.state()) && (before.isEmpty() || isAgain(before.get()))) {
                    checkBeginning(id, run.key());
                }
                before.map(StageRun::state).ifPresent(was -> checkTime(was, run.state()));
                checkReminder(run.key(), run.state());
            }
            case MachineNode.Join join -> throw new IllegalStateException("a join is arrived at: " + run);
        }
    }

    /** Whether it only says how something ended. */
    private static boolean isCutOff(StageRunState state) {
        return state instanceof Canceled
                || (state instanceof Failed failed && failed.failure().equals(Failure.deadLettered()));
    }

    private static boolean isAgain(StageRun before) {
        return before.state() instanceof Retrying;
    }

    /** To be asked too where an effect begins. */
    void checkBeginning(ExecutionId id, StageRunKey key) {
        Promise.NOTHING_BEGINS_AFTER_THE_END.holdsIf(
                stopped.getOrDefault(id, Long.MAX_VALUE) > cloud.started(), () -> key + " began in " + state(id));
        List<String> forks = sketch.level(key.stage());
        for (int i = 0; i < forks.size(); i++) {
            StageRunKey fork = new StageRunKey(forks.get(i), key.iteration().upTo(2 + 2 * i));
            Promise.LOSERS_DO_NOT_BEGIN.holdsIf(
                    over.getOrDefault(new ForkOf(id, fork), Long.MAX_VALUE) > cloud.started(),
                    () -> key + " began, and " + fork + " was over");
        }
    }

    private void checkReminder(StageRunKey key, StageRunState state) {
        if (state instanceof Awaiting awaiting
                && awaiting.reminded().isPresent()
                && sketch.node(key.stage()) instanceof MachineNode.State node
                && node.task().activity() instanceof Activity.Decision decision) {
            long due = decision.reminders().get(awaiting.reminded().get().count() - 1);
            Promise.TIMERS_NEVER_FIRE_EARLY.holdsIf(
                    !cloud.trueTime()
                            .plus(Faults.MOST_SKEW)
                            .isBefore(awaiting.since().plusSeconds(due)),
                    () -> key + " was reminded of too early: " + awaiting);
        }
    }

    private void checkTime(StageRunState before, StageRunState after) {
        if (before instanceof Awaiting awaiting
                && after instanceof Completed completed
                && completed.note() instanceof Note.Moved moved) {
            Instant now = cloud.trueTime();
            Promise.TIMERS_NEVER_FIRE_EARLY.holdsIf(
                    moved.by().isPresent()
                            || awaiting.deadline()
                                    .filter(at -> !now.plus(Faults.MOST_SKEW).isBefore(at))
                                    .isPresent(),
                    () -> awaiting + " was over at " + now);
        }
    }
}

package dev.lockstep.engine.simulation;

import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.StageRunState.Canceled;
import dev.lockstep.engine.execution.StageRunState.Completed;
import dev.lockstep.engine.execution.StageRunState.Delegated;
import dev.lockstep.engine.execution.StageRunState.Failed;
import dev.lockstep.engine.execution.StageRunState.Gathering;
import dev.lockstep.engine.execution.StageRunState.Outcome;
import dev.lockstep.engine.execution.StageRunState.Retrying;
import dev.lockstep.engine.execution.StageRunState.Running;
import dev.lockstep.engine.execution.StageRunState.SkipAhead;
import dev.lockstep.engine.execution.StageRunState.Skipped;
import dev.lockstep.engine.execution.StageRunState.Waiting;
import dev.lockstep.engine.ports.StageRunStore;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks every write of a stage run as it is made. */
final class WatchedStageRuns implements StageRunStore {
    private final Memory memory;
    private final Workflows workflows;
    private final Cloud cloud;
    private final Attempts attempts;
    private final Beginnings beginnings;
    private final Holders holders;

    WatchedStageRuns(Memory memory, Workflows workflows, Cloud cloud, Beginnings beginnings, Holders holders) {
        this.memory = memory;
        this.workflows = workflows;
        this.cloud = cloud;
        this.attempts = new Attempts(cloud);
        this.beginnings = beginnings;
        this.holders = holders;
    }

    @Override
    public Optional<Recorded> read(ExecutionId execution, Collection<StageRunKey> runs) {
        Optional<Recorded> recorded = memory.runs.read(execution, runs);
        // A function that meets a list which is spread out has to do with its elements.
        cloud.current()
                .flatMap(Invocation::step)
                .filter(step -> step.execution().equals(execution))
                .flatMap(step -> recorded.flatMap(found -> found.run(step.run())))
                .filter(run -> run.state() instanceof StageRunState.Mapping)
                // One that is spread out meanwhile is for who does that, unless the function loses against them.
                .filter(run -> !beginnings.hasChangedSince(cloud.started(), execution, run.key()))
                .ifPresent(run -> see(execution, run));
        return recorded;
    }

    @Override
    public Written write(ExecutionId id, StageRun run) {
        if (isOfBefore(id, run.key())) {
            return memory.runs.write(id, run);
        }
        Optional<StageRun> before = memory.run(id, run.key());
        boolean repeated = memory.isRepeated(id, run);
        Written written = memory.runs.write(id, run);
        switch (written) {
            // A place for arrivals that is there already is of no matter to who lays out a list again.
            case Written.Lost lost when lost.recorded().state() instanceof Gathering -> {}
            case Written.Lost lost -> see(id, lost.recorded());
            case Written.Done done when repeated -> see(id, run);
            case Written.Done done -> {
                see(id, run);
                checkRevision(before, run);
                checkOutcome(id, before, run);
                if (workflow(id).has(run.key().stage())) {
                    check(id, before, run);
                }
                beginnings.note(id, before, run);
            }
        }
        return written;
    }

    private void check(ExecutionId id, Optional<StageRun> before, StageRun run) {
        if (isBeginning(before.map(StageRun::state), run.state())) {
            boolean handedOut =
                    run.state() instanceof Running running && running.by().isPresent();
            beginnings.check(id, run.key(), handedOut);
        }
        // Who began before somebody had the execution go on counts as before.
        boolean sameCount = beginnings.phaseOrder(id) < cloud.started();
        Ways ways = new Ways(workflow(id), memory.all(id));
        attempts.check(execution(id), ways, before, run, sameCount);
        Stage.Task task = ways.workflow().task(run.key().stage());
        if (task.activity() instanceof Activity.Worker && (task.forEach().isEmpty() || ways.isElement(run.key()))) {
            holders.check(id, task, before, run);
        }
    }

    /** Whether somebody began or began anew; not so where one only says how something ended. */
    private static boolean isBeginning(Optional<StageRunState> before, StageRunState after) {
        boolean wasAhead = before.filter(SkipAhead.class::isInstance).isPresent();
        boolean cutOff = after instanceof Canceled
                || after instanceof SkipAhead
                || (after instanceof Skipped skipped && skipped.by().isPresent() && !wasAhead)
                || (after instanceof Failed failed && failed.failure().equals(Failure.deadLettered()))
                || (after instanceof Completed completed && completed.note() instanceof StageRunState.Note.By)
                || Holders.isKept(before, after);
        return !cutOff
                && (after instanceof Running
                        || before.isEmpty()
                        || wasAhead
                        || before.get() instanceof Waiting
                        || before.get() instanceof Retrying
                        || before.get() instanceof Failed
                        || before.get() instanceof Canceled);
    }

    @Override
    public Gathering arrive(ExecutionId id, StageRunKey join, Set<Integer> alive, Set<Integer> dead) {
        if (isOfBefore(id, join)) {
            return memory.runs.arrive(id, join, alive, dead);
        }
        Optional<StageRun> before = memory.run(id, join);
        Gathering arrived = memory.runs.arrive(id, join, alive, dead);
        StageRun after = memory.run(id, join).orElseThrow();
        see(id, after);
        checkRevision(before, after);
        Promise.OUTCOMES_NEVER_CHANGE.holdsIf(
                before.map(StageRun::state)
                        .map(was -> isMore((Gathering) was, arrived))
                        .orElse(true),
                () -> join + " lost an arrival: " + before + ", then " + arrived);
        return arrived;
    }

    /** Whether all of the execution was run anew since, so that what a function that began before does is of no matter. */
    private boolean isOfBefore(ExecutionId id, StageRunKey key) {
        return key.iteration().generation() < execution(id).past().firstGeneration();
    }

    private static boolean isMore(Gathering was, Gathering is) {
        return is.arrived().containsAll(was.arrived())
                && was.dead().stream().allMatch(is::has)
                && is.expected().equals(was.expected());
    }

    @Override
    public List<StageRun> elements(ExecutionId execution, StageRunKey all, long dataBytes) {
        return memory.runs.elements(execution, all, dataBytes);
    }

    /** A step has to do what follows in its own execution; what it sets going in another, that one's watchdog looks after. */
    private void see(ExecutionId id, StageRun run) {
        cloud.current()
                .filter(invocation -> invocation
                        .step()
                        .map(step -> step.execution().equals(id))
                        .orElse(true))
                .ifPresent(invocation -> invocation.see(run));
    }

    private static void checkRevision(Optional<StageRun> before, StageRun after) {
        long was = before.map(StageRun::revision).orElse(0L);
        Promise.REVISIONS_ONLY_RISE.holdsIf(after.revision() == was + 1, () -> before + " became " + after);
    }

    private void checkOutcome(ExecutionId id, Optional<StageRun> before, StageRun after) {
        boolean mayChange = before.map(StageRun::state)
                .filter(was -> was instanceof Outcome && !Beginnings.isReopened(execution(id), was))
                .filter(was -> !(was instanceof Canceled && isWanted(id, after.key())))
                .isEmpty();
        Promise.OUTCOMES_NEVER_CHANGE.holdsIf(mayChange, () -> before + " became " + after);
    }

    /** Whether what made a run pointless was run anew, and was not over when the function that calls was started. */
    private boolean isWanted(ExecutionId id, StageRunKey key) {
        Ways ways = new Ways(workflow(id), memory.all(id));
        return ways.isCurrent(key)
                && ways.guards(key).stream()
                        .flatMap(guard -> ways.recorded().run(guard).stream())
                        .allMatch(guard -> !Ways.isPassed(guard.state()) || beginnings.hasJustEnded(id, guard.key()));
    }

    Script script(ExecutionId id, StageRunKey key) {
        return workflow(id).script(key.stage());
    }

    private Workflow workflow(ExecutionId id) {
        return workflows.of(execution(id).workflow());
    }

    private Execution execution(ExecutionId id) {
        return memory.execution(id).orElseThrow();
    }

    void checkBeginning(ExecutionId id, StageRunKey key) {
        beginnings.check(id, key);
    }

    /** The number of the attempt that is under way or comes next. */
    int attempt(ExecutionId id, StageRunKey key) {
        return memory.run(id, key)
                .map(run -> switch (run.state()) {
                    case Running running -> running.attempt();
                    case Delegated delegated -> delegated.attempt();
                    case Retrying retrying -> retrying.attempt() + 1;
                    case Failed failed -> failed.attempt() + 1;
                    default -> Attempts.lastPast(run) + 1;
                })
                .orElse(1);
    }
}

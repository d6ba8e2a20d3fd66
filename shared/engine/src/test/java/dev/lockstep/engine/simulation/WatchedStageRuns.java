package dev.lockstep.engine.simulation;

import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.StageRunState.Gathering;
import dev.lockstep.engine.execution.StageRunState.Outcome;
import dev.lockstep.engine.ports.StageRunStore;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks every write of a stage run as it is made. */
final class WatchedStageRuns implements StageRunStore {
    private final Memory memory;
    private final Graphs graphs;
    private final Cloud cloud;
    private final Attempts attempts;

    WatchedStageRuns(Memory memory, Graphs graphs, Cloud cloud) {
        this.memory = memory;
        this.graphs = graphs;
        this.cloud = cloud;
        this.attempts = new Attempts(cloud);
    }

    @Override
    public Optional<Recorded> read(ExecutionId execution, Collection<StageRunKey> runs) {
        Optional<Recorded> recorded = memory.runs.read(execution, runs);
        if (recorded.filter(found -> !found.execution().isLive()).isPresent()) {
            cloud.current().ifPresent(Invocation::seeTheEnd);
        }
        return recorded;
    }

    @Override
    public Written write(ExecutionId id, StageRun run) {
        Optional<StageRun> before = memory.run(id, run.key());
        Written written = memory.runs.write(id, run);
        switch (written) {
            case Written.Lost lost -> see(lost.recorded());
            case Written.Done done -> {
                see(run);
                checkBeginning(id, run.key());
                checkRevision(before, run);
                checkOutcome(before, run);
                attempts.check(operationOf(id, run.key()), before, run);
            }
        }
        return written;
    }

    @Override
    public Gathering arrive(ExecutionId id, StageRunKey join, Set<Integer> alive, Set<Integer> dead) {
        Optional<StageRun> before = memory.run(id, join);
        Gathering arrived = memory.runs.arrive(id, join, alive, dead);
        StageRun after = memory.run(id, join).orElseThrow();
        see(after);
        checkRevision(before, after);
        Promise.OUTCOMES_NEVER_CHANGE.holdsIf(
                before.map(was -> arrived.arrived().containsAll(((Gathering) was.state()).arrived()))
                        .orElse(true),
                () -> join + " lost an arrival: " + before + ", then " + arrived);
        Graph graph = graphs.of(execution(id).workflow());
        alive.forEach(branch -> graph.behind(join.stage(), branch)
                .forEach(stage -> checkPassed(id, new StageRunKey(stage, join.iteration()), join)));
        return arrived;
    }

    @Override
    public List<StageRun> elements(ExecutionId execution, StageRunKey all, long dataBytes) {
        return memory.runs.elements(execution, all, dataBytes);
    }

    private void see(StageRun run) {
        cloud.current().ifPresent(invocation -> invocation.see(run));
    }

    /** What must be so when an operation is run, and when anything of it is recorded. */
    void checkBeginning(ExecutionId id, StageRunKey key) {
        Graph graph = graphs.of(execution(id).workflow());
        Promise.AN_EXECUTION_KEEPS_ITS_VERSION.holdsIf(
                graph.has(key.stage()),
                () -> key + " is not of " + execution(id).workflow());
        graph.before(key.stage()).forEach(stage -> checkPassed(id, new StageRunKey(stage, key.iteration()), key));
        Promise.NOTHING_BEGINS_AFTER_THE_END.holdsIf(
                cloud.current().filter(Invocation::sawTheEnd).isEmpty(), () -> key + " begins all the same");
    }

    private void checkPassed(ExecutionId id, StageRunKey first, StageRunKey then) {
        Promise.NOTHING_BEGINS_TOO_SOON.holdsIf(
                memory.isPassed(id, first), () -> then + " comes before " + first + " has its outcome");
    }

    private static void checkRevision(Optional<StageRun> before, StageRun after) {
        long was = before.map(StageRun::revision).orElse(0L);
        Promise.REVISIONS_ONLY_RISE.holdsIf(after.revision() == was + 1, () -> before + " became " + after);
    }

    private static void checkOutcome(Optional<StageRun> before, StageRun after) {
        Promise.OUTCOMES_NEVER_CHANGE.holdsIf(
                before.filter(was -> was.state() instanceof Outcome).isEmpty(), () -> before + " became " + after);
    }

    private Stage.Task operationOf(ExecutionId id, StageRunKey key) {
        return graphs.of(execution(id).workflow()).plan().task(key.stage());
    }

    private Execution execution(ExecutionId id) {
        return memory.execution(id).orElseThrow();
    }

    /** The number of the attempt that is under way or comes next. */
    int attempt(ExecutionId id, StageRunKey key) {
        return memory.run(id, key)
                .map(run -> switch (run.state()) {
                    case StageRunState.Running running -> running.attempt();
                    case StageRunState.Retrying retrying -> retrying.attempt() + 1;
                    case StageRunState.Waiting waiting -> 1;
                    case StageRunState other -> 1;
                })
                .orElse(1);
    }
}

package dev.lockstep.engine.simulation;

import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import java.util.List;

/** Somebody who reads an execution again and again, and compares. */
final class Reader {
    private long seen;
    private ExecutionState last = new ExecutionState.Live();

    void read(Graph graph, Recorded recorded) {
        Promise.REVISIONS_ONLY_RISE.holdsIf(
                recorded.revision() >= seen, () -> "a reader saw " + seen + ", then " + recorded.revision());
        Promise.OUTCOMES_NEVER_CHANGE.holdsIf(
                last instanceof ExecutionState.Live
                        || last.equals(recorded.execution().state()),
                () -> "a reader saw " + last + ", then " + recorded.execution().state());
        seen = recorded.revision();
        last = recorded.execution().state();
        recorded.runs().values().forEach(run -> checkRun(graph, recorded, run));
        checkState(graph.plan(), recorded);
    }

    private static void checkRun(Graph graph, Recorded recorded, StageRun run) {
        Promise.STATUS_FOLLOWS_FROM_RECORDS.holdsIf(
                graph.before(run.key().stage()).stream().allMatch(before -> isPassed(recorded, before)),
                () -> run + " is there without what comes before it: " + recorded);
    }

    private static void checkState(Plan plan, Recorded recorded) {
        List<String> stages = plan.tasks().stream().map(stage -> stage.id()).toList();
        boolean follows = switch (recorded.execution().state()) {
            case ExecutionState.Completed completed -> stages.stream().allMatch(stage -> isPassed(recorded, stage));
            case ExecutionState.Failed failed ->
                recorded.run(StageRunKey.first(failed.stage()))
                        .filter(run -> run.state() instanceof StageRunState.Failed of
                                && of.failure().equals(failed.failure()))
                        .isPresent();
            case ExecutionState.Canceled canceled -> true;
            case ExecutionState.Live live -> true;
            case ExecutionState other -> true;
        };
        Promise.STATUS_FOLLOWS_FROM_RECORDS.holdsIf(follows, () -> "in itself at odds: " + recorded);
    }

    private static boolean isPassed(Recorded recorded, String stage) {
        return recorded.run(StageRunKey.first(stage)).filter(Memory::isPassed).isPresent();
    }
}

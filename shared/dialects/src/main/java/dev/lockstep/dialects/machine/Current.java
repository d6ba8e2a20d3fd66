package dev.lockstep.dialects.machine;

import dev.lockstep.engine.decide.Effect;
import dev.lockstep.engine.decide.Frontier;
import dev.lockstep.engine.decide.Position;
import dev.lockstep.engine.decide.Standing;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an execution is at.
 *
 * @param states in the order of the definition, each once
 * @param works whether any of them works, or is about to
 */
record Current(List<String> states, boolean works) {
    static Current of(Position position) {
        return new Current(
                position.visits().stream()
                        .map(visit -> visit.state().id())
                        .distinct()
                        .toList(),
                position.visits().stream().anyMatch(visit -> visit.state().activity() instanceof Activity.Operation));
    }

    /** Of what is no machine: the tasks that are open. */
    static Current ofTasks(Plan plan, Recorded recorded, Instant now) {
        if (recorded.execution().hasEnded()) {
            return new Current(List.of(), false);
        }
        Standing standing = new Standing(plan, recorded);
        List<StageRunKey> sent = new Frontier(plan, recorded)
                .effects(now).stream()
                        .filter(Effect.Send.class::isInstance)
                        .map(effect -> ((Effect.Send) effect).run())
                        .filter(key -> recorded.run(key).isEmpty())
                        .toList();
        List<StageRun> open = recorded.runs().values().stream()
                .filter(run -> plan.stage(run.key().stage()) instanceof Stage.Task
                        && !(run.state() instanceof StageRunState.Outcome)
                        && !standing.isCanceled(run.key()))
                .toList();
        Set<String> stages = Stream.concat(sent.stream(), open.stream().map(StageRun::key))
                .map(StageRunKey::stage)
                .collect(Collectors.toSet());
        boolean works = !sent.isEmpty() || open.stream().anyMatch(run -> isWork(run.state()));
        return new Current(
                plan.tasks().stream().map(Stage::id).filter(stages::contains).toList(), works);
    }

    private static boolean isWork(StageRunState state) {
        return state instanceof StageRunState.Running
                || state instanceof StageRunState.Retrying
                || state instanceof StageRunState.Delegated;
    }
}

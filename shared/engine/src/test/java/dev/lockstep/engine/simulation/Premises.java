package dev.lockstep.engine.simulation;

import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.OnError;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Iteration;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.StageRunState.Completed;
import dev.lockstep.engine.execution.StageRunState.Failed;
import dev.lockstep.engine.execution.StageRunState.Looping;
import dev.lockstep.engine.execution.StageRunState.Mapping;
import dev.lockstep.engine.execution.StageRunState.Outcome;
import java.util.Optional;

/** What must be so before a stage run begins, or an execution ends, by the definition. */
final class Premises {
    private final Ways ways;

    Premises(Ways ways) {
        this.ways = ways;
    }

    /** Why a run may not have begun; empty where it may. */
    Optional<String> prematureness(StageRunKey key) {
        if (!ways.workflow().has(key.stage()) || !ways.isCurrent(key)) {
            return Optional.empty();
        }
        if (ways.workflow().undoes(key.stage())) {
            return isUndoable(key) ? Optional.empty() : Optional.of(key + " undoes what was not done");
        }
        Iteration round = key.iteration().upTo(ways.depth(key.stage()));
        if (ways.fate(key.stage(), round) != Ways.Fate.ALIVE) {
            return Optional.of(key + " comes before what it comes after, or by a way that was not taken");
        }
        if (ways.isElement(key) && !isInLane(key)) {
            return Optional.of(key + " comes before its turn in the list");
        }
        return ways.workflow().task(key.stage()).place().within().flatMap(loop -> premature(loop, key, round));
    }

    private boolean isUndoable(StageRunKey key) {
        String undone = ways.workflow().task(key.stage()).place().undoes().orElseThrow();
        return ways.recorded()
                        .run(new StageRunKey(undone, key.iteration()))
                        .orElseThrow()
                        .state()
                instanceof Completed;
    }

    private boolean isInLane(StageRunKey key) {
        StageRunKey all = new StageRunKey(key.stage(), key.iteration().around());
        StageRunState state = ways.recorded().run(all).map(StageRun::state).orElse(null);
        if (state == null || !(state instanceof Mapping || state instanceof Outcome)) {
            return false;
        }
        int number = key.iteration().last();
        int total = new Data(ways).total(all);
        int most = ways.workflow().task(key.stage()).forEach().orElseThrow().maxConcurrency();
        return number < total
                && (most == 0
                        // Those that are tried again are all tried at once.
                        || wasReopened()
                        || number < most
                        || ways.recorded()
                                        .run(all.at(number - most))
                                        .map(StageRun::state)
                                        .orElse(null)
                                instanceof Outcome);
    }

    private Optional<String> premature(String loop, StageRunKey key, Iteration round) {
        StageRunKey around = ways.around(loop, key.iteration());
        StageRunState state = ways.recorded().run(around).map(StageRun::state).orElse(null);
        boolean begun = state instanceof Looping looping
                && (looping.round() >= round.last()
                        // One that is made to go on goes quickly through the rounds that are over.
                        || wasReopened());
        // Rounds before the one that was run anew stay as they were, until the loop comes to them, if it does.
        boolean stays = state == null
                && key.iteration().generation() < around.iteration().generation();
        if (!(state instanceof Outcome) && !begun && !stays) {
            return Optional.of(key + " comes before its round of " + around + ", which is " + state);
        }
        return round.last() == 0
                        || ways.isOver(Optional.of(loop), around.iteration().at(round.last() - 1))
                ? Optional.empty()
                : Optional.of(key + " comes before the round before it is over");
    }

    /** Why the execution may not have the end that it has; empty where it may. */
    Optional<String> flaw(ExecutionState.Ended end) {
        boolean right = switch (end) {
            case ExecutionState.Canceled canceled -> true;
            case ExecutionState.TimedOut timedOut ->
                ways.workflow().plan().timeoutSeconds().isPresent();
            case ExecutionState.Failed failed ->
                failedBy(failed)
                        || (ways.workflow().has(failed.stage())
                                && ways.workflow().task(failed.stage()).activity()
                                        instanceof Activity.Terminate terminate
                                && terminate.ending() == Activity.Terminate.Ending.FAILED);
            case ExecutionState.Completed completed ->
                completed.by().isEmpty()
                        ? ways.isOver(Optional.empty(), Iteration.FIRST)
                        : ways.recorded()
                                        .run(completed.by().get())
                                        .orElseThrow()
                                        .state()
                                instanceof Completed;
        };
        return right ? Optional.empty() : Optional.of("it ended as " + end);
    }

    private boolean failedBy(ExecutionState.Failed end) {
        return ways.recorded().runs().values().stream()
                .filter(run -> run.key().stage().equals(end.stage()))
                .map(StageRun::state)
                .anyMatch(state -> state instanceof Failed failed
                        && failed.failure().bare().equals(end.failure())
                        && ways.workflow().task(end.stage()).policy().onError() == OnError.FAIL);
    }

    private boolean wasReopened() {
        return ways.recorded().execution().reopenedAt().isPresent();
    }
}

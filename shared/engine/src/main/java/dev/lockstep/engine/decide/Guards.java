package dev.lockstep.engine.decide;

import dev.lockstep.engine.definition.OnError;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.Iteration;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The runs whose outcome makes a run pointless: joins that no longer wait for it, the loop or map that it is part of, the forks
 * that it is within.
 */
public record Guards(Set<StageRunKey> keys) {
    public static Guards of(Plan plan, Iterations iterations, Stage.Task task, Iteration iteration) {
        Set<StageRunKey> keys = new LinkedHashSet<>();
        for (String guard : task.place().guards()) {
            StageRunKey seen = iterations.seenBy(task, iteration, guard);
            keys.add(seen);
            Stage.Task other = plan.task(guard);
            if (other.forEach().isPresent() && seen.iteration().depth() > plan.depth(other)) {
                keys.add(new StageRunKey(guard, seen.iteration().around()));
            }
        }
        task.place()
                .moves()
                .ifPresent(moves -> moves.forks().forEach(fork -> keys.add(iterations.fork(fork, iteration))));
        if (iterations.isElement(task, iteration) && mayBeOverBefore(task)) {
            keys.add(new StageRunKey(task.id(), iteration.around()));
        }
        return new Guards(keys);
    }

    /** Whether a list may be over before all its elements are, while the execution goes on. */
    private static boolean mayBeOverBefore(Stage.Task task) {
        return task.policy().onError() != OnError.FAIL
                || !task.forEach().orElseThrow().tolerated().bearsNone();
    }

    /**
     * Whether any is over. One that failed with nothing to bear it is not: somebody may have it tried again, and then what is within
     * it is wanted too. Nor does one tell that is canceled itself: what has canceled it guards all that leads to it, too, and may be
     * run anew.
     */
    public boolean isClosed(Recorded recorded) {
        return keys.stream()
                .map(recorded::run)
                .flatMap(Optional::stream)
                .map(StageRun::state)
                .anyMatch(state -> state instanceof StageRunState.Outcome
                        && !(state instanceof StageRunState.Canceled)
                        && !(state instanceof StageRunState.Failed failed
                                && failed.passed().isEmpty()));
    }
}

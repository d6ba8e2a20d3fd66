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

/** The runs whose outcome makes a run pointless: joins that no longer wait for it, and the loop or map that it is part of. */
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
        if (iterations.isElement(task, iteration) && task.policy().onError() != OnError.FAIL) {
            keys.add(new StageRunKey(task.id(), iteration.around()));
        }
        return new Guards(keys);
    }

    public boolean isClosed(Recorded recorded) {
        return keys.stream()
                .map(recorded::run)
                .flatMap(Optional::stream)
                .map(StageRun::state)
                .anyMatch(StageRunState.Outcome.class::isInstance);
    }
}

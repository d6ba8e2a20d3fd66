package dev.lockstep.engine.usecases;

import dev.lockstep.engine.decide.Guards;
import dev.lockstep.engine.decide.Iterations;
import dev.lockstep.engine.decide.StageData;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.definition.StageInput;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;

/**
 * One delivery's turn at a stage run.
 *
 * @param recorded the execution, and the runs that the data is made of
 */
record Turn(Plan plan, Stage.Task task, StageRunKey key, Iterations iterations, StageData data, Recorded recorded) {
    Execution execution() {
        return recorded.execution();
    }

    /** Whether it is for all elements of a list together. */
    boolean isForAll() {
        return task.forEach().isPresent() && task.place().undoes().isEmpty() && !data.isElement();
    }

    /** Whether its execution is one in which it may go on. */
    boolean mayRun() {
        boolean undoes = task.place().undoes().isPresent();
        return iterations.isCurrent(key)
                && isWithinReach()
                && switch (execution().state()) {
                    case ExecutionState.Live live -> !undoes;
                    case ExecutionState.Compensating compensating -> undoes;
                    case ExecutionState.Paused paused -> false;
                    case ExecutionState.Ended ended -> false;
                };
    }

    /** Whether something that it is part of is over, so that nobody waits for it any more. */
    boolean isUseless() {
        return Guards.of(plan, iterations, task, key.iteration()).isClosed(recorded);
    }

    /** Whether the loop around it, if it takes what goes round there, goes round: not so once that has failed. */
    boolean isWithinReach() {
        return !(task.input() instanceof StageInput.OfLoop of)
                || task.place().undoes().isPresent()
                || recorded.run(iterations.seenBy(task, key.iteration(), of.loop()))
                        .flatMap(StageRun::output)
                        .isPresent();
    }

    /** The key under which the world outside tells one call from another: the same for every attempt. */
    String idempotencyKey() {
        return execution().id() + "/" + key.stage() + "/" + key.iteration();
    }
}

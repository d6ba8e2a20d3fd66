package dev.lockstep.engine.usecases;

import dev.lockstep.engine.decide.Guards;
import dev.lockstep.engine.decide.Iterations;
import dev.lockstep.engine.decide.StageData;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.Resolved;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.operations.Config;
import java.util.Optional;

/**
 * One delivery's turn at a stage run.
 *
 * @param task as it is in this run: a dynamic one is what it came to be, where that is known
 * @param recorded the execution, and the runs that the data is made of
 * @param resolved what it came to be
 */
record Turn(
        Plan plan,
        Stage.Task task,
        StageRunKey key,
        Iterations iterations,
        StageData data,
        Recorded recorded,
        Optional<Resolved> resolved) {
    Turn(Plan plan, StageRunKey key, Iterations iterations, StageData data, Recorded recorded) {
        this(plan, plan.task(key.stage()), key, iterations, data, recorded, Optional.empty());
    }

    /** The same at what the run is recorded as. */
    Turn as(Optional<StageRun> known) {
        return known.flatMap(StageRun::resolved).map(this::as).orElse(this);
    }

    /** The same at a dynamic task that came to be this. */
    Turn as(Resolved came) {
        Stage.Task itself = plan.task(key.stage()).as(Optional.of(came));
        return new Turn(plan, itself, key, iterations, data, recorded, Optional.of(came));
    }

    /** The same with the task so configured. */
    Turn with(Config config) {
        return new Turn(plan, task.with(config), key, iterations, data, recorded, resolved);
    }

    /** The task as the plan has it. */
    Stage.Task planned() {
        return plan.task(key.stage());
    }

    Execution execution() {
        return recorded.execution();
    }

    /** Whether it is for all elements of a list together. */
    boolean isForAll() {
        return iterations.isForAll(task, key.iteration());
    }

    /** Whether its execution is one in which it may go on. */
    boolean mayRun() {
        return mayRun(execution());
    }

    private boolean mayRun(Execution now) {
        boolean undoes = task.place().undoes().isPresent();
        return iterations.isCurrent(key)
                && isWithinReach()
                && switch (now.state()) {
                    case ExecutionState.Live live -> !undoes;
                    case ExecutionState.Compensating compensating -> undoes;
                    case ExecutionState.Paused paused -> false;
                    case ExecutionState.Ended ended -> false;
                };
    }

    /**
     * Whether a worker may be given it in that state of its execution: as long as it may run, and where the plan has what was
     * offered before a pause handed out, while it is paused.
     */
    boolean mayHandOut(Execution now) {
        return mayRun(now)
                || (now.state() instanceof ExecutionState.Paused
                        && plan.handsOutWhilePaused()
                        && task.place().undoes().isEmpty()
                        && iterations.isCurrent(key)
                        && isWithinReach());
    }

    /** Whether something that it is part of is over, so that nobody waits for it any more. */
    boolean isUseless() {
        return Guards.of(plan, iterations, planned(), key.iteration()).isClosed(recorded);
    }

    /**
     * Whether the loops around it, those of them whose data or variables it reads, have come to its round: not so once one has failed,
     * nor when it is tried again, and so begins with the first round. Who has not read a loop does not need to know, but where
     * something within loops was run anew, which these may not have begun to come to.
     */
    boolean isWithinReach() {
        boolean all = iterations.isAnewWithinLoops() && task.place().undoes().isEmpty();
        return plan.around(task)
                .filter(loop -> all || task.reads().contains(loop))
                .map(loop -> recorded.run(iterations.seenBy(task, key.iteration(), loop)))
                .allMatch(loop -> loop.isPresent() ? isAtItsRound(loop.get()) : !all);
    }

    private boolean isAtItsRound(StageRun loop) {
        return loop.output().isPresent() && !isBefore(loop);
    }

    private boolean isBefore(StageRun loop) {
        return loop.state() instanceof StageRunState.Looping looping
                && looping.round()
                        < key.iteration().path().get(loop.key().iteration().depth());
    }

    /**
     * Whether the step may be one that was to cancel the run, by a merge that somebody has had run anew since. Such a step is sent
     * whether the run was reached or not.
     */
    boolean mayBeStray() {
        return !execution().past().reruns().isEmpty()
                && !data.isElement()
                && !isUseless()
                && task.place().guards().stream()
                        .map(plan::task)
                        .anyMatch(guard -> guard.activity() instanceof Activity.Merge
                                && guard.place().within().equals(task.place().within()));
    }

    Step step() {
        return new Step(execution().workflow(), execution().id(), key);
    }

    /** The key under which the world outside tells one call from another: the same for every attempt. */
    String idempotencyKey() {
        return execution().id() + "/" + key.stage() + "/" + key.iteration();
    }
}

package dev.lockstep.engine.usecases;

import dev.lockstep.engine.decide.Decider;
import dev.lockstep.engine.decide.Effect;
import dev.lockstep.engine.decide.Iterations;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.Actor;
import dev.lockstep.engine.execution.DeadLetter;
import dev.lockstep.engine.execution.DeadLetter.Content;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.ports.DeadLetterStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Sets going again what a message that ran out of deliveries was for: sends its step again, or, where its failure has failed the
 * execution, has the execution tried again.
 */
public final class RedriveDeadLetter {
    private final DeadLetters letters;
    private final DeadLetterStore store;
    private final ReadExecution read;
    private final ReopenExecution reopen;
    private final Effects effects;
    private final InstantSource clock;

    public RedriveDeadLetter(
            DeadLetterStore store, ReadExecution read, ReopenExecution reopen, Effects effects, InstantSource clock) {
        this.letters = new DeadLetters(store);
        this.store = store;
        this.read = read;
        this.reopen = reopen;
        this.effects = effects;
        this.clock = clock;
    }

    /**
     * Redrives, and then notes that it was done: where it breaks off in between, it can be done again, which comes to the same.
     *
     * @return the dead letter as it is then listed
     * @throws Refusal where the workspace has none of that id, it was redriven before, or there is nothing to be set going any more
     */
    public DeadLetter redrive(Caller caller, String id, Optional<String> reason) {
        DeadLetter letter = letters.read(caller, id);
        letter.redriven().ifPresent(by -> {
            throw Refusal.notNow("dead letter " + id + " was redriven at " + by.at() + " by "
                    + by.by().key());
        });
        switch (letter.content()) {
            case Content.OfStep of -> setGoing(caller, of.step(), reason.or(() -> Optional.of("redrive of " + id)));
            case Content.Unreadable unreadable ->
                throw Refusal.notNow("dead letter " + id + " names no step: there is nothing to be sent again");
        }
        DeadLetter.Redriven by = new DeadLetter.Redriven(clock.instant(), new Actor(caller.keyId(), reason));
        return store.redriven(caller.workspace(), id, by).orElseThrow(() -> Refusal.noDeadLetter(id));
    }

    private void setGoing(Caller caller, Step step, Optional<String> reason) {
        ReadExecution.Found found = find(caller, step);
        Execution execution = found.recorded().execution();
        switch (execution.state()) {
            case ExecutionState.Live live -> sendAgain(found, step);
            case ExecutionState.Paused paused ->
                throw Refusal.isPaused(execution.id().value());
            case ExecutionState.Compensating compensating ->
                throw Refusal.isUndone(execution.id().value());
            case ExecutionState.Failed failed -> {
                refuseFailedByOthers(found, step, failed);
                reopen.retry(caller, step.workflow().workflow().value(), execution.id(), reason);
            }
            case ExecutionState.Completed completed -> throw Controls.ended(execution);
            case ExecutionState.TimedOut timedOut -> throw Controls.ended(execution);
            case ExecutionState.Canceled canceled -> throw Controls.ended(execution);
        }
    }

    private ReadExecution.Found find(Caller caller, Step step) {
        try {
            return read.readBare(caller, step.workflow().workflow().value(), step.execution());
        } catch (Refusal e) {
            throw Refusal.notNow("execution " + step.execution() + " is not kept any more");
        }
    }

    private void sendAgain(ReadExecution.Found found, Step step) {
        Execution execution = found.recorded().execution();
        if (Decider.isOver(execution, run(found, step))) {
            throw Refusal.notNow("step " + step.run().stage() + " of execution " + execution.id()
                    + " has its outcome: there is nothing to be sent again");
        }
        effects.apply(found.version().plan(), execution, List.of(Effect.Send.now(step.run())));
    }

    private static void refuseFailedByOthers(
            ReadExecution.Found found, Step step, ExecutionState.Failed executionFailed) {
        boolean byThis = run(found, step).map(StageRun::state).orElse(null) instanceof StageRunState.Failed failed
                && failed.passed().isEmpty();
        if (!byThis) {
            throw Refusal.notNow("execution " + step.execution() + " has failed by step " + executionFailed.stage()
                    + " and not by this one; retry the execution");
        }
    }

    /**
     * The run that the step is for, if it is recorded.
     *
     * @throws Refusal where it is of no account any more
     */
    private static Optional<StageRun> run(ReadExecution.Found found, Step step) {
        Iterations iterations = new Iterations(
                found.version().plan(), found.recorded().execution().past().reruns());
        boolean counts = found.version().plan().find(step.run().stage()).orElse(null) instanceof Stage.Task
                && iterations.isCurrent(step.run());
        if (!counts) {
            throw Refusal.notNow("step " + step.run().stage() + " of execution " + step.execution()
                    + " was run anew since: there is nothing to be sent again");
        }
        return found.recorded().run(step.run());
    }
}

package dev.lockstep.engine.usecases;

import dev.lockstep.engine.decide.Attempt;
import dev.lockstep.engine.decide.AttemptResult;
import dev.lockstep.engine.decide.Decider;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.definition.WorkflowVersion;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.ports.StageRunStore;
import dev.lockstep.engine.ports.StageRunStore.Written;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Fails the stage of a step that ran out of deliveries, with that as the reason, so that nothing hangs in silence. One that nobody
 * waits for any more is canceled, as its step would have done.
 */
public final class FailDeadStep {
    private final Plans plans;
    private final StageRunStore runs;
    private final Effects effects;
    private final InstantSource clock;

    public FailDeadStep(Plans plans, StageRunStore runs, Effects effects, InstantSource clock) {
        this.plans = plans;
        this.runs = runs;
        this.effects = effects;
        this.clock = clock;
    }

    /**
     * What had its outcome after all keeps it; only what follows from it is done again. A step of what is not there has nothing to
     * fail.
     */
    public void fail(Step step) {
        Optional<Execution> execution =
                runs.read(step.execution(), List.of()).map(Recorded::execution).filter(found -> !found.hasEnded());
        Optional<Plan> plan =
                execution.flatMap(found -> plans.find(step.workflow())).map(WorkflowVersion::plan);
        if (plan.flatMap(known -> known.find(step.run().stage())).orElse(null) instanceof Stage.Task) {
            new Turns(runs)
                    .readToSettle(plan.get(), step)
                    .filter(turn -> !turn.mayBeStray() || effects.isReached(turn))
                    .ifPresent(turn -> effects.followAgain(plan.get(), turn.recorded(), settle(turn, step)));
        }
    }

    private StageRun settle(Turn turn, Step step) {
        Optional<StageRun> known = turn.recorded().run(step.run());
        // To do again what follows from a failure that is tried again would only send it again.
        while (!Decider.isOver(turn.execution(), known)) {
            Instant now = clock.instant();
            StageRunState state = turn.isUseless() ? new StageRunState.Canceled(now) : failed(turn.task(), known, now);
            StageRun failed = known.map(was -> was.to(state)).orElseGet(() -> new StageRun(step.run(), 1, state));
            switch (runs.write(step.execution(), failed)) {
                case Written.Done done -> {
                    return failed;
                }
                case Written.Lost lost -> known = Optional.of(lost.recorded());
            }
        }
        return known.orElseThrow();
    }

    /** No policy tries it again: it has been tried as often as the queue delivers. */
    private static StageRunState failed(Stage.Task task, Optional<StageRun> known, Instant now) {
        Attempt attempt = known.map(StageRun::state)
                .map(state -> switch (state) {
                    case StageRunState.Running running -> new Attempt(running.attempt(), running.startedAt(), now, 0);
                    case StageRunState.Retrying retrying ->
                        new Attempt(retrying.attempt(), retrying.startedAt(), now, 0);
                    case StageRunState.Offered offered -> new Attempt(offered.attempt(), offered.since(), now, 0);
                    case StageRunState.Delegated delegated ->
                        new Attempt(delegated.attempt(), delegated.since(), now, 0);
                    case StageRunState.Failed failed -> new Attempt(failed.attempt() + 1, now, now, 0);
                    case StageRunState.Waiting waiting ->
                        new Attempt(Decider.lastPast(known.get()) + 1, waiting.since(), now, 0);
                    case StageRunState other -> new Attempt(1, now, now, 0);
                })
                .orElseGet(() -> new Attempt(1, now, now, 0));
        return Decider.failedForGood(task, attempt, new AttemptResult.Failed(Optional.empty(), Failure.deadLettered()));
    }
}

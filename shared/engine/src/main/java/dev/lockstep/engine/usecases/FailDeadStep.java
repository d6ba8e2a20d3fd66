package dev.lockstep.engine.usecases;

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

/** Fails the stage of a step that ran out of deliveries, with that as the reason, so that nothing hangs in silence. */
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

    /** What had its outcome after all keeps it; only what follows from it is done again. */
    public void fail(Step step) {
        Optional<Recorded> recorded = runs.read(step.execution(), List.of(step.run()));
        if (recorded.isEmpty() || !recorded.get().execution().isLive()) {
            return;
        }
        Execution execution = recorded.get().execution();
        WorkflowVersion version = plans.get(execution.workflow());
        StageRun settled = settle(step, recorded.get());
        effects.followAgain(version.plan(), execution, settled);
    }

    private StageRun settle(Step step, Recorded recorded) {
        Optional<StageRun> known = recorded.run(step.run());
        while (known.isEmpty() || !(known.get().state() instanceof StageRunState.Outcome)) {
            StageRun failed = new StageRun(
                    step.run(), known.map(StageRun::revision).orElse(0L) + 1, failed(known, clock.instant()));
            switch (runs.write(step.execution(), failed)) {
                case Written.Done done -> {
                    return failed;
                }
                case Written.Lost lost -> known = Optional.of(lost.recorded());
            }
        }
        return known.get();
    }

    private static StageRunState failed(Optional<StageRun> known, Instant now) {
        StageRunState.Failed first = new StageRunState.Failed(1, now, now, Optional.empty(), Failure.deadLettered());
        if (known.isEmpty()) {
            return first;
        }
        return switch (known.get().state()) {
            case StageRunState.Running running ->
                new StageRunState.Failed(
                        running.attempt(), running.startedAt(), now, running.input(), Failure.deadLettered());
            case StageRunState.Retrying retrying ->
                new StageRunState.Failed(
                        retrying.attempt(), retrying.startedAt(), now, Optional.empty(), Failure.deadLettered());
            case StageRunState.Waiting waiting ->
                new StageRunState.Failed(1, waiting.since(), now, waiting.input(), Failure.deadLettered());
            case StageRunState.Gathering gathering -> first;
            case StageRunState.Outcome outcome -> outcome;
        };
    }
}

package dev.lockstep.engine.usecases;

import dev.lockstep.engine.decide.Attempt;
import dev.lockstep.engine.decide.AttemptResult;
import dev.lockstep.engine.decide.Decider;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.definition.WorkflowVersion;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.ports.StageRunStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/**
 * The step protocol: read, claim where there are effects, run, commit, and then do what follows. When it returns, the step's
 * message may be deleted; when it throws, the message must come back.
 */
public final class AdvanceStep {
    /** How often others may be first, within one delivery, before the message goes back to the queue. */
    private static final int MOST_OVERTAKEN = 5;

    /** What a lease lasts beyond the attempt's own time, for the commit after it. */
    private static final Duration LEASE_MARGIN = Duration.ofSeconds(5);

    private final Plans plans;
    private final StageRunStore runs;
    private final StageWorker worker;
    private final Effects effects;
    private final InstantSource clock;
    private final RandomGenerator chance;

    public AdvanceStep(
            Plans plans,
            StageRunStore runs,
            StageWorker worker,
            Effects effects,
            InstantSource clock,
            RandomGenerator chance) {
        this.plans = plans;
        this.runs = runs;
        this.worker = worker;
        this.effects = effects;
        this.clock = clock;
        this.chance = chance;
    }

    /** Advances the stage run that the step names, as far as it is for this delivery to do. */
    public void advance(Step step) {
        WorkflowVersion version = plans.get(step.workflow());
        Stage.Operation stage = version.plan().operation(step.run().stage());
        List<StageRunKey> reads = stage.reads().stream()
                .map(id -> new StageRunKey(id, step.run().iteration()))
                .toList();
        Optional<Recorded> recorded = runs.read(step.execution(), reads);
        if (recorded.isEmpty() || !recorded.get().execution().isLive()) {
            return;
        }
        Settled settled = settle(stage, step.run(), recorded.get());
        Execution execution = recorded.get().execution();
        if (settled.justNow()) {
            effects.follow(version.plan(), execution, settled.run());
        } else {
            effects.followAgain(version.plan(), execution, settled.run());
        }
    }

    /**
     * That the stage run is new is assumed until its write is lost, which tells what is recorded. So the common case needs no
     * read of it.
     */
    private Settled settle(Stage.Operation stage, StageRunKey key, Recorded recorded) {
        Optional<StageRun> known = Optional.empty();
        for (int i = 0; i < MOST_OVERTAKEN; i++) {
            OptionalInt number = Decider.nextAttempt(known, clock.instant());
            if (number.isEmpty()) {
                return new Settled(known.orElseThrow(), false);
            }
            switch (attempt(stage, key, known, number.getAsInt(), recorded)) {
                case Turn.Written written -> {
                    return new Settled(written.run(), true);
                }
                case Turn.Overtaken overtaken -> known = Optional.of(overtaken.by());
            }
        }
        throw new IllegalStateException("stage run " + key + " is contended; the step comes back");
    }

    /**
     * @param justNow whether this delivery wrote it; otherwise it was met as it is
     */
    private record Settled(StageRun run, boolean justNow) {}

    private sealed interface Turn {
        record Written(StageRun run) implements Turn {}

        record Overtaken(StageRun by) implements Turn {}
    }

    private Turn attempt(
            Stage.Operation stage, StageRunKey key, Optional<StageRun> known, int number, Recorded recorded) {
        Instant started = clock.instant();
        Optional<Instant> reachedAt = known.isEmpty() ? Optional.of(started) : Optional.empty();
        StageWorker.Work work = worker.prepare(stage, key, recorded, reachedAt);
        long claimed = known.map(StageRun::revision).orElse(0L);
        if (work instanceof StageWorker.Work.Later later) {
            StageRunState waiting = new StageRunState.Waiting(started, later.at(), later.recordedInput());
            return write(recorded, new StageRun(key, claimed + 1, waiting));
        }
        if (work instanceof StageWorker.Work.Ready ready && ready.operation().hasEffects()) {
            Instant lease = started.plusSeconds(stage.timeoutSeconds()).plus(LEASE_MARGIN);
            claimed++;
            StageRunState running = new StageRunState.Running(number, started, lease, ready.recordedInput());
            if (write(recorded, new StageRun(key, claimed, running)) instanceof Turn.Overtaken overtaken) {
                return overtaken;
            }
        }
        AttemptResult result = worker.run(work, stage);
        Attempt attempt = new Attempt(number, started, clock.instant(), chance.nextDouble());
        StageRunState next = Decider.afterAttempt(stage.retry(), attempt, result);
        return write(recorded, new StageRun(key, claimed + 1, next));
    }

    private Turn write(Recorded recorded, StageRun run) {
        return switch (runs.write(recorded.execution().id(), run)) {
            case StageRunStore.Written.Done done -> new Turn.Written(run);
            case StageRunStore.Written.Lost lost -> new Turn.Overtaken(lost.recorded());
        };
    }
}

package dev.lockstep.engine.usecases;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.decide.Attempt;
import dev.lockstep.engine.decide.AttemptResult;
import dev.lockstep.engine.decide.Decider;
import dev.lockstep.engine.decide.OutsideWork;
import dev.lockstep.engine.decide.StageData;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.ports.StageRunStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
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
    private final Turns turns;
    private final StageWorker worker;
    private final Looking looking;
    private final Effects effects;
    private final InstantSource clock;
    private final RandomGenerator chance;

    public AdvanceStep(
            Plans plans,
            StageRunStore runs,
            StageWorker worker,
            Looking looking,
            Effects effects,
            InstantSource clock,
            RandomGenerator chance) {
        this.plans = plans;
        this.runs = runs;
        this.turns = new Turns(runs);
        this.worker = worker;
        this.looking = looking;
        this.effects = effects;
        this.clock = clock;
        this.chance = chance;
    }

    /** Advances the stage run that the step names, as far as it is for this delivery to do. */
    public void advance(Step step) {
        for (int i = 0; i < MOST_OVERTAKEN; i++) {
            if (advanceAsRead(step)) {
                return;
            }
        }
        throw contended(step.run());
    }

    /** @return whether that is done; it is not where somebody had the execution go on since it was read */
    private boolean advanceAsRead(Step step) {
        Plan plan = plans.get(step.workflow()).plan();
        Stage.Task task = plan.task(step.run().stage());
        Optional<Turn> turn =
                turns.read(step.workflow(), plan, step.execution(), step.run(), data -> keys(task, step.run(), data));
        if (turn.isEmpty()) {
            return true;
        }
        Execution execution = turn.get().execution();
        if (execution.hasEnded()) {
            effects.children().tellParent(execution);
        } else if (turn.get().mayRun()) {
            Optional<Instant> deadline = execution.deadline(plan.timeoutSeconds());
            Instant now = clock.instant();
            if (execution.isLive() && deadline.filter(at -> !now.isBefore(at)).isPresent()) {
                effects.end(plan, execution, new ExecutionState.TimedOut(now));
            } else {
                return advance(turn.get());
            }
        }
        return true;
    }

    private static Set<StageRunKey> keys(Stage.Task task, StageRunKey key, StageData data) {
        return isLongLived(task, data) ? Turns.with(key, data.keys()) : data.keys();
    }

    /** Whether the run is likely to be there already when a step for it comes. */
    private static boolean isLongLived(Stage.Task task, StageData data) {
        return switch (task.activity()) {
            case Activity.Loop loop -> true;
            case Activity.SubWorkflow workflow -> true;
            case Activity.Await await -> true;
            case Activity.Decision decision -> true;
            case Activity.Worker worker -> true;
            case Activity.Dynamic dynamic -> true;
            case Activity other -> task.forEach().isPresent() && !data.isElement();
        };
    }

    private boolean advance(Turn turn) {
        if (turn.mayBeStray() && !effects.isReached(turn)) {
            return true;
        }
        Optional<Settled> done = settle(turn);
        done.ifPresent(settled -> follow(turn, settled));
        return done.isPresent();
    }

    private void follow(Turn turn, Settled settled) {
        if (!settled.justNow()) {
            effects.followAgain(turn.plan(), turn.recorded(), settled.run());
        } else if (settled.run().state() instanceof StageRunState.Looping round) {
            effects.followRound(turn.plan(), turn.recorded(), settled.run(), round);
        } else {
            effects.follow(turn.plan(), turn.recorded(), settled.run());
        }
    }

    /**
     * @param justNow whether this delivery wrote it; otherwise it was met as it is
     */
    private record Settled(StageRun run, boolean justNow) {}

    private sealed interface Write {
        record Done(StageRun run) implements Write {}

        record Overtaken(StageRun by) implements Write {}
    }

    /**
     * That the stage run is new is assumed until its write is lost, which tells what is recorded. So the common case needs no
     * read of it.
     *
     * @return empty where somebody had the execution go on since the turn was read
     */
    private Optional<Settled> settle(Turn turn) {
        Optional<StageRun> known = turn.recorded().run(turn.key());
        for (int i = 0; i < MOST_OVERTAKEN; i++) {
            Optional<Write> write = next(turn, known);
            if (write.isEmpty()) {
                return Optional.of(new Settled(known.orElseThrow(), false));
            }
            switch (write.get()) {
                case Write.Done done -> {
                    return Optional.of(new Settled(done.run(), true));
                }
                case Write.Overtaken overtaken -> {
                    if (isReopenedFor(turn, overtaken.by())) {
                        return Optional.empty();
                    }
                    known = Optional.of(overtaken.by());
                }
            }
        }
        throw contended(turn.key());
    }

    private static IllegalStateException contended(StageRunKey run) {
        return new IllegalStateException("stage run " + run + " is contended; the step comes back");
    }

    /**
     * What is under way may have begun since somebody had the execution go on, after the turn was read: then the attempts of before
     * would still be counted. What is over has its outcome, whoever looks.
     */
    private boolean isReopenedFor(Turn turn, StageRun by) {
        return !(by.state() instanceof StageRunState.Outcome)
                && runs.read(turn.execution().id(), Set.of())
                        .map(Recorded::execution)
                        .filter(now -> !now.reopenedAt().equals(turn.execution().reopenedAt()))
                        .isPresent();
    }

    private Optional<Write> next(Turn met, Optional<StageRun> known) {
        Turn turn = met.as(known);
        Instant now = clock.instant();
        boolean over = known.isPresent() && known.get().state() instanceof StageRunState.Outcome;
        boolean useless = turn.isUseless();
        if (useless && isUnderWay(turn, known, now)) {
            return Optional.empty();
        }
        if (useless && !over) {
            known.ifPresent(run -> effects.children().cancel(turn.plan(), turn.execution(), run));
            return Optional.of(write(turn, known, new StageRunState.Canceled(now)));
        }
        if (!useless && known.isPresent() && known.get().state() instanceof StageRunState.Canceled) {
            // It may have been canceled since the turn was read, or somebody has had what made it pointless run anew.
            return effects.isReached(turn)
                    ? Optional.of(attempt(turn, known, Decider.lastPast(known.get()) + 1, now))
                    : Optional.empty();
        }
        if (!useless && known.isPresent() && known.get().state() instanceof StageRunState.SkipAhead ahead) {
            return Optional.of(write(turn, known, SkipStage.reached(turn, ahead, now)));
        }
        OptionalInt number = useless ? OptionalInt.empty() : Decider.nextAttempt(turn.execution(), known, now);
        if (number.isPresent()) {
            return Optional.of(attempt(turn, known, number.getAsInt(), now));
        }
        return known.flatMap(run -> lapsed(turn, run, now).or(() -> looking.look(turn, run, now)))
                .map(state -> write(turn, known, state));
    }

    /**
     * Whether somebody is at it who will tell what came of it: that is recorded though nobody waits for it any more, so that it can be
     * undone. A worker outside is left to it only where that is so, since it may never tell.
     */
    private static boolean isUnderWay(Turn turn, Optional<StageRun> known, Instant now) {
        return known.map(StageRun::state).orElse(null) instanceof StageRunState.Running running
                && now.isBefore(running.leaseUntil())
                && (running.by().isEmpty()
                        || turn.task().policy().compensation().isPresent());
    }

    /** What time makes of a task that is a worker's. */
    private Optional<StageRunState> lapsed(Turn turn, StageRun run, Instant now) {
        OutsideWork work = OutsideWork.of(turn.task(), turn.execution(), run).orElse(null);
        if (work != null && work.isTimedOut(now)) {
            return Optional.of(ended(turn, Optional.of(run), work.attempt(), work.since(), work.timedOut()));
        }
        return work != null && work.isForgotten(now) ? Optional.of(work.offeredAgain(now)) : Optional.empty();
    }

    private Write attempt(Turn met, Optional<StageRun> known, int number, Instant started) {
        StageWorker.Prepared prepared = worker.prepare(met, number, started, isBegun(met, known));
        Turn turn = prepared.turn();
        return switch (prepared.work()) {
            case Work.Later later ->
                write(turn, known, new StageRunState.Waiting(started, later.at(), later.recordedInput()));
            case Work.Begun begun -> write(turn, known, begun.state());
            case Work.Spread spread -> spread(turn, known, spread, started);
            case Work.Done done -> write(turn, known, ended(turn, known, number, started, done.result()));
            case Work.Ready ready -> run(turn, known, number, started, ready);
        };
    }

    /**
     * Whether the run begins: for the first time, or anew after its outcome, so that what waits waits again. A list or a loop goes on
     * where it was: what failed within it is tried again at once, and is not to run while that around it waits.
     */
    private static boolean isBegun(Turn turn, Optional<StageRun> known) {
        boolean holdsOthers = turn.isForAll() || turn.planned().activity() instanceof Activity.Loop;
        return known.isEmpty()
                ? !turn.iterations().isAgain(turn.planned(), turn.key().iteration())
                : known.get().state() instanceof StageRunState.Outcome && !holdsOthers;
    }

    private Write run(Turn turn, Optional<StageRun> known, int number, Instant started, Work.Ready ready) {
        Optional<StageRun> claimed = known;
        if (ready.operation().hasEffects()) {
            Instant lease =
                    started.plusSeconds(turn.task().policy().timeoutSeconds()).plus(LEASE_MARGIN);
            StageRunState running = new StageRunState.Running(number, started, lease, ready.recordedInput());
            Write write = write(turn, known, running);
            if (!(write instanceof Write.Done done)) {
                return write;
            }
            claimed = Optional.of(done.run());
            if (turn.task().policy().compensation().isPresent() && !turns.isStillLive(turn)) {
                return write;
            }
        }
        return write(turn, claimed, ended(turn, known, number, started, worker.run(ready)));
    }

    private StageRunState ended(
            Turn turn, Optional<StageRun> known, int number, Instant started, AttemptResult result) {
        Attempt attempt = Decider.ended(turn.execution(), known, number, started, clock.instant(), chance.nextDouble());
        return Decider.afterAttempt(turn.task(), attempt, result);
    }

    /** What the elements read and where they arrive is written before it is said that they run. */
    private Write spread(Turn turn, Optional<StageRun> known, Work.Spread spread, Instant now) {
        int total = spread.items().size();
        if (total == 0) {
            Attempt attempt = new Attempt(1, now, now, 0);
            AttemptResult empty =
                    new AttemptResult.Succeeded(Optional.empty(), Json.object().set("items", Json.array()));
            return write(turn, known, Decider.afterAttempt(turn.task(), attempt, empty));
        }
        new ListLayout(runs).layOut(turn, spread.items());
        return write(turn, known, new StageRunState.Mapping(now, total));
    }

    private Write write(Turn turn, Optional<StageRun> known, StageRunState state) {
        StageRun next = known.map(was -> was.to(state)).orElseGet(() -> new StageRun(turn.key(), 1, state));
        StageRun run = turn.resolved().map(next::as).orElse(next);
        return switch (runs.write(turn.execution().id(), run)) {
            case StageRunStore.Written.Done done -> new Write.Done(run);
            case StageRunStore.Written.Lost lost -> new Write.Overtaken(lost.recorded());
        };
    }
}

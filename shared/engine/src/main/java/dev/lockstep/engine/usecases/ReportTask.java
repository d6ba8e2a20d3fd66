package dev.lockstep.engine.usecases;

import dev.lockstep.engine.decide.Attempt;
import dev.lockstep.engine.decide.AttemptResult;
import dev.lockstep.engine.decide.Decider;
import dev.lockstep.engine.decide.OutsideWork;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.Actor;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.PastAttempt;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.StageRunState.Note;
import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.ports.StageRunStore;
import dev.lockstep.engine.ports.TaskType;
import dev.lockstep.engine.ports.WorkerInbox;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Takes what workers outside tell of the tasks that they took: that they are still at it, and what came of it. */
public final class ReportTask {
    /** How often others may be first, such as the worker's own heartbeats, within one call. */
    private static final int MOST_OVERTAKEN = 5;

    private final WorkerInbox inbox;
    private final WorkerTurns turns;
    private final StageRunStore runs;
    private final StageCommit commit;
    private final InstantSource clock;
    private final RandomGenerator chance;

    public ReportTask(
            WorkerInbox inbox,
            Plans plans,
            StageRunStore runs,
            Effects effects,
            InstantSource clock,
            RandomGenerator chance) {
        this.inbox = inbox;
        this.turns = new WorkerTurns(plans, runs);
        this.runs = runs;
        this.commit = new StageCommit(runs, effects, clock);
        this.clock = clock;
        this.chance = chance;
    }

    /** What came of a task. */
    public sealed interface Report {
        /**
         * @param credits what the worker says that the attempt counts as; where it does not, what the step's definition says
         */
        record Completed(JsonNode output, OptionalInt credits) implements Report {
            public Completed(JsonNode output) {
                this(output, OptionalInt.empty());
            }
        }

        /**
         * @param retryable whether the retry policy may have it tried again
         */
        record Failed(Failure failure, boolean retryable) implements Report {}

        /**
         * It is to be given to a worker again, this one or another, as the same attempt.
         *
         * @param output what came of it so far
         * @param pause how long it is to be left alone
         */
        record NotYet(JsonNode output, Duration pause) implements Report {}
    }

    /**
     * The worker is still at it.
     *
     * @return until when the task is its own now
     * @throws Refusal where the caller's workspace has no such task, or it is no longer the worker's
     */
    public Instant heartbeat(Caller caller, String type, String token) {
        TaskToken shown = TaskToken.parse(caller.workspace(), token);
        Turn turn = read(type, shown.step());
        StageRunState.Running extended = extend(turn, TaskClaim.of(shown), "");
        Duration time = Duration.between(clock.instant(), extended.leaseUntil());
        inbox.extend(new TaskType(caller.workspace(), type), shown.receipt(), time);
        return extended.leaseUntil();
    }

    private StageRunState.Running extend(Turn turn, TaskClaim claim, String unnamed) {
        StageRun run = recorded(turn);
        for (int i = 0; i < MOST_OVERTAKEN; i++) {
            OutsideWork work = inHand(turn, run, claim);
            StageRunState.Running extended = work.takenBy(work.by().orElse(unnamed), clock.instant());
            switch (runs.write(turn.execution().id(), run.to(extended))) {
                case StageRunStore.Written.Done done -> {
                    return extended;
                }
                case StageRunStore.Written.Lost lost -> run = lost.recorded();
            }
        }
        throw contended(turn);
    }

    /**
     * Records what came of a task. Told again, it is the same as once.
     *
     * @throws Refusal where the caller's workspace has no such task, it is no longer the worker's, or something else came of it
     */
    public void report(Caller caller, String type, String token, Report report) {
        TaskToken shown = TaskToken.parse(caller.workspace(), token);
        Turn turn = read(type, shown.step());
        settle(turn, TaskClaim.of(shown), caller.keyId(), report);
        inbox.delete(new TaskType(caller.workspace(), type), shown.receipt());
    }

    /**
     * Records what came of an attempt at a task that is called by its name: by whoever may work, whether they took it or not. The
     * message of it comes to nothing when it comes again.
     *
     * @return whether the attempt was open, or just this was told of it before; otherwise nothing is recorded
     * @throws Refusal where there is no such task of a worker
     */
    public boolean reportNamed(Caller caller, Step step, int attempt, Report report) {
        Turn turn = turns.read(step)
                .filter(found -> found.recorded().run(found.key()).isPresent())
                .orElseThrow(Refusal::noWorkerTask);
        try {
            settle(turn, TaskClaim.named(attempt), caller.keyId(), report);
            return true;
        } catch (Refusal refusal) {
            if (refusal.kind() == Refusal.Kind.CONFLICT) {
                return false;
            }
            throw refusal;
        }
    }

    /**
     * Has the lease of an attempt that is called by its name begin anew.
     *
     * @throws Refusal where there is no such task of a worker, or the attempt is over
     */
    public Instant heartbeatNamed(Caller caller, Step step, int attempt) {
        Turn turn = turns.read(step)
                .filter(found -> found.recorded().run(found.key()).isPresent())
                .orElseThrow(Refusal::noWorkerTask);
        return extend(turn, TaskClaim.named(attempt), caller.keyId()).leaseUntil();
    }

    private void settle(Turn turn, TaskClaim shown, String unnamed, Report report) {
        StageRun run = recorded(turn);
        if (isRecorded(run, shown, report)) {
            commit.followAgain(turn, run);
            return;
        }
        for (int i = 0; i < MOST_OVERTAKEN; i++) {
            StageRunState next = next(turn, run, inHand(turn, run, shown), unnamed, report);
            StageCommit.Committed committed = commit.commit(turn, Optional.of(run), next);
            run = committed.run();
            if (committed.made()) {
                return;
            }
            if (isRecorded(run, shown, report)) {
                // Whoever was first with it may break off before it does what follows, and the message is about to be
                // deleted.
                commit.followAgain(turn, run);
                return;
            }
        }
        throw contended(turn);
    }

    private Turn read(String type, Step step) {
        return turns.read(step)
                .filter(turn -> turn.task().activity() instanceof Activity.Worker worker
                        && worker.taskType().equals(type)
                        && turn.recorded().run(turn.key()).isPresent())
                .orElseThrow(Refusal::noWorkerTask);
    }

    private static StageRun recorded(Turn turn) {
        return turn.recorded().run(turn.key()).orElseThrow();
    }

    private static Refusal contended(Turn turn) {
        return Refusal.notNow("the task of step " + turn.key().stage() + " is being moved by others; try again");
    }

    /** The attempt, if it is still what the token was given for, and of use. */
    private OutsideWork inHand(Turn turn, StageRun run, TaskClaim shown) {
        if (turn.execution().hasEnded()) {
            throw Controls.ended(turn.execution());
        }
        // What is done though nobody waits for it any more is to be undone with the rest.
        boolean useless =
                turn.isUseless() && turn.task().policy().compensation().isEmpty();
        if (useless || !turn.iterations().isCurrent(turn.key())) {
            throw Refusal.notNow("nobody waits for the task any more; leave it");
        }
        OutsideWork work = OutsideWork.of(turn.task(), run)
                .filter(known -> known.attempt() == shown.attempt() && shown.covers(known.by()))
                .orElseThrow(() -> Refusal.notNow(
                        "the task is no longer yours: its lease lapsed and another took it, or the attempt is over"));
        if (work.isTimedOut(clock.instant())) {
            throw Refusal.notNow("the attempt took longer than timeout_seconds");
        }
        return work;
    }

    private StageRunState next(Turn turn, StageRun run, OutsideWork work, String unnamed, Report report) {
        int before = Decider.attemptsBefore(turn.execution(), Optional.of(run));
        Attempt attempt = new Attempt(work.attempt(), before, work.since(), clock.instant(), chance.nextDouble());
        Optional<JsonNode> input = Optional.of(work.input());
        return switch (report) {
            case Report.Completed done -> {
                StageWorker.outputFlaw(input, done.output()).ifPresent(flaw -> {
                    throw Refusal.unfitOutput(flaw);
                });
                Note by = new Note.By(new Actor(work.by().orElse(unnamed), Optional.empty()), done.credits());
                yield Decider.afterAttempt(turn.task(), attempt, new AttemptResult.Succeeded(input, done.output(), by));
            }
            case Report.Failed failed -> {
                Stage.Task task = failed.retryable() ? turn.task() : turn.task().once();
                yield Decider.afterAttempt(task, attempt, new AttemptResult.Failed(input, failed.failure(), input));
            }
            case Report.NotYet later -> {
                StageWorker.outputFlaw(input, later.output()).ifPresent(flaw -> {
                    throw Refusal.unfitOutput(flaw);
                });
                yield work.handedBack(clock.instant(), later.output(), later.pause());
            }
        };
    }

    /** Whether just this was told before, of the same attempt. */
    private static boolean isRecorded(StageRun run, TaskClaim shown, Report report) {
        return switch (report) {
            case Report.Completed done ->
                run.state() instanceof StageRunState.Completed completed
                        && completed.note() instanceof Note.By by
                        && shown.covers(Optional.of(by.actor().key()))
                        && by.credits().equals(done.credits())
                        && completed.output().equals(done.output());
            case Report.Failed failed ->
                failures(run)
                        .anyMatch(known -> known.number() == shown.attempt()
                                && known.failure().equals(shortened(failed.failure())));
            // Whoever says so again has it put back again: that is the same.
            case Report.NotYet later -> false;
        };
    }

    private static Stream<PastAttempt> failures(StageRun run) {
        Stream<PastAttempt> last = switch (run.state()) {
            case StageRunState.Retrying state ->
                Stream.of(new PastAttempt(state.attempt(), state.startedAt(), state.failedAt(), state.failure()));
            case StageRunState.Failed state ->
                Stream.of(new PastAttempt(state.attempt(), state.startedAt(), state.at(), state.failure()));
            case StageRunState other -> Stream.empty();
        };
        return Stream.concat(run.past().stream(), last);
    }

    /** As a past attempt keeps it. */
    private static Failure shortened(Failure failure) {
        return new PastAttempt(1, Instant.EPOCH, Instant.EPOCH, failure).failure();
    }
}

package dev.lockstep.engine.decide;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.Limits;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * An attempt that a worker outside makes, or is to make.
 *
 * @param since when it was first offered: its time counts from then on, whoever has it
 * @param freeFrom when the last worker's lease lapses, or when it was last offered
 * @param by who has it, if a worker took it
 * @param outOfTimeAt when all attempts together have taken too long, if they may take only so long
 * @param handedBack where a worker had it, and is to have it again
 * @param queued where workers find it
 */
public record OutsideWork(
        Stage.Task task,
        int attempt,
        Instant since,
        Instant freeFrom,
        JsonNode input,
        Optional<String> by,
        Optional<Instant> outOfTimeAt,
        Optional<StageRunState.HandedBack> handedBack,
        StageRunState.Queued queued) {
    /**
     * What nobody took or spoke of for so long is offered again. Its message may be lost: no queue keeps one for more than 14
     * days, and somebody may empty it.
     */
    private static final Duration FORGOTTEN = Duration.ofDays(1);

    /** Until when the message may not have been sent yet, since who was to send it broke off. Whoever meets the record sends it. */
    private static final Duration NEW = Duration.ofMinutes(5);

    /** Empty where the run is none of workers, or its state is not one in which a worker could have it. */
    public static Optional<OutsideWork> of(Stage.Task planned, Execution execution, StageRun run) {
        Stage.Task task = planned.as(run.resolved());
        if (!(task.activity() instanceof Activity.Worker)) {
            return Optional.empty();
        }
        return switch (run.state()) {
            case StageRunState.Offered offered ->
                Optional.of(new OutsideWork(
                        task,
                        offered.attempt(),
                        offered.since(),
                        offered.offeredAt(),
                        offered.input(),
                        Optional.empty(),
                        outOfTimeAt(task, execution, run, offered.since()),
                        offered.handedBack(),
                        offered.queued()));
            case StageRunState.Running running ->
                Optional.of(new OutsideWork(
                        task,
                        running.attempt(),
                        running.startedAt(),
                        running.leaseUntil(),
                        running.input().orElseGet(Json::object),
                        running.by(),
                        outOfTimeAt(task, execution, run, running.startedAt()),
                        Optional.empty(),
                        running.queued()));
            case StageRunState other -> Optional.empty();
        };
    }

    private static Optional<Instant> outOfTimeAt(Stage.Task task, Execution execution, StageRun run, Instant since) {
        return task.policy().totalSeconds().isEmpty()
                ? Optional.empty()
                : task.policy().outOfTimeAt(Decider.firstBegan(execution, Optional.of(run), since));
    }

    /** Has workers get to know of it. */
    Effect.Offer offer(StageRunKey run) {
        return new Effect.Offer(run, worker().taskType(), queued().domain());
    }

    /** When the attempt takes too long, by itself or with those before it, whoever has it. */
    public Instant timesOutAt() {
        Instant itself = since.plusSeconds(task.policy().timeoutSeconds());
        return outOfTimeAt.filter(all -> all.isBefore(itself)).orElse(itself);
    }

    public boolean isTimedOut(Instant now) {
        return !now.isBefore(endsAt());
    }

    /** When the attempt fails by itself, if nobody is heard of until then. */
    private Instant endsAt() {
        Instant silent =
                by.isPresent() ? silentAt().orElse(Instant.MAX) : notTakenAt().orElse(Instant.MAX);
        return silent.isBefore(timesOutAt()) ? silent : timesOutAt();
    }

    private Optional<Instant> silentAt() {
        return worker().onSilence() == Activity.Worker.OnSilence.FAIL ? Optional.of(freeFrom) : Optional.empty();
    }

    private Optional<Instant> notTakenAt() {
        Instant from = handedBack.map(StageRunState.HandedBack::until).orElse(since);
        return worker().pollSeconds().map(from::plusSeconds);
    }

    /** What an attempt fails with that is timed out. */
    public AttemptResult timedOut() {
        Failure failure = endsAt().equals(timesOutAt()) ? tookTooLong() : unattended();
        return new AttemptResult.Failed(Optional.of(input), failure, Optional.of(input));
    }

    private Failure tookTooLong() {
        return outOfTimeAt.equals(Optional.of(timesOutAt()))
                ? Failure.noTimeLeft(task.policy().totalSeconds().orElse(0))
                : Failure.timedOut(task.policy().timeoutSeconds());
    }

    private Failure unattended() {
        return by.isPresent()
                ? new Failure(
                        Failure.NO_RESPONSE, "nothing was heard of the worker for " + heartbeatSeconds() + " seconds")
                : new Failure(
                        Failure.NOT_POLLED,
                        "no worker took the task within "
                                + worker().pollSeconds().orElse(0) + " seconds");
    }

    /** Whether a worker may take it. */
    public boolean isFree(Instant now) {
        return !now.isBefore(leftAloneUntil());
    }

    /** From when on a worker may take it; a time long past where any may. */
    public Instant leftAloneUntil() {
        return by.isPresent()
                ? freeFrom
                : handedBack.map(StageRunState.HandedBack::until).orElse(Instant.EPOCH);
    }

    /** There for a worker to take, after a while, as the same attempt. */
    public StageRunState.Offered handedBack(Instant now, JsonNode output, Duration pause) {
        return new StageRunState.Offered(
                attempt, since, now, input, Optional.of(new StageRunState.HandedBack(now.plus(pause), output)), queued);
    }

    /** In a worker's hands from now on, as long as it is heard of. */
    public StageRunState.Running takenBy(String worker, Instant now) {
        Instant lease = now.plusSeconds(heartbeatSeconds());
        Instant until = lease.isBefore(timesOutAt()) ? lease : timesOutAt();
        boolean again = by.equals(Optional.of(worker));
        StageRunState.Queued taken = again ? queued : new StageRunState.Queued(queued.domain(), queued.taken() + 1);
        return new StageRunState.Running(attempt, since, until, Optional.of(input), Optional.of(worker), taken);
    }

    /** How many tasks of its type workers may be given. */
    public Optional<Limits> limits() {
        return worker().limits();
    }

    private int heartbeatSeconds() {
        return worker().heartbeatSeconds();
    }

    private Activity.Worker worker() {
        return (Activity.Worker) task.activity();
    }

    /** Until when somebody is to look at it although its message does not come again by then: no worker may poll. */
    public Optional<Instant> looksBy() {
        return by.isPresent() ? silentAt() : notTakenAt();
    }

    public boolean isForgotten(Instant now) {
        return !now.isBefore(freeFrom.plus(FORGOTTEN));
    }

    public StageRunState.Offered offeredAgain(Instant now) {
        return new StageRunState.Offered(attempt, since, now, input, handedBack, queued);
    }

    /** When somebody is to look at it: nothing else follows from the passing of time, since its own queue has it come again. */
    Instant look() {
        Instant forgotten = freeFrom.plus(FORGOTTEN);
        return forgotten.isBefore(endsAt()) ? forgotten : endsAt();
    }

    /**
     * Whether the queue may lack the message of it, and whoever looks is to send it.
     *
     * @param reopened when the execution was last had go on after its end; until then, who met the message dropped it
     */
    boolean mayLackItsMessage(Optional<Instant> reopened, Instant now) {
        boolean justOffered = by.isEmpty() && now.isBefore(freeFrom.plus(NEW));
        return justOffered || reopened.filter(at -> now.isBefore(at.plus(NEW))).isPresent();
    }
}

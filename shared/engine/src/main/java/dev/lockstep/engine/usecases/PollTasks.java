package dev.lockstep.engine.usecases;

import dev.lockstep.engine.decide.Effect;
import dev.lockstep.engine.decide.OutsideWork;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.ports.StageRunStore;
import dev.lockstep.engine.ports.TaskType;
import dev.lockstep.engine.ports.WorkerInbox;
import dev.lockstep.engine.ports.WorkerInbox.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Gives tasks to workers outside. Where there is none, it costs one request to the queue. */
public final class PollTasks {
    /** How long the task of a paused execution is left alone. */
    private static final Duration PAUSED = Duration.ofMinutes(1);

    private final WorkerInbox inbox;
    private final WorkerTurns turns;
    private final StageRunStore runs;
    private final StageCommit commit;
    private final Effects effects;
    private final InstantSource clock;

    public PollTasks(WorkerInbox inbox, Plans plans, StageRunStore runs, Effects effects, InstantSource clock) {
        this.inbox = inbox;
        this.turns = new WorkerTurns(plans, runs);
        this.runs = runs;
        this.commit = new StageCommit(runs, effects, clock);
        this.effects = effects;
        this.clock = clock;
    }

    /**
     * What a worker asks for.
     *
     * @param most from 1 to 10
     * @param patience how long to wait for the first, from nothing to 20 seconds
     * @param worker how it calls itself; otherwise it is known by its key
     */
    public record Request(String type, int most, Duration patience, Optional<String> worker) {}

    /**
     * A task that is the worker's until its lease lapses.
     *
     * @param token which the worker is to show when it speaks of the task
     * @param idempotencyKey the same for every attempt, so that what the worker does outside can be made to happen once
     * @param execution that it is part of
     * @param run as it is recorded now
     */
    public record Task(
            String token,
            String type,
            Step step,
            int attempt,
            JsonNode input,
            String idempotencyKey,
            Instant leaseUntil,
            Instant timesOutAt,
            Execution execution,
            StageRun run) {}

    /** What is to become of a message. */
    private sealed interface Verdict {
        record Take(Turn turn, StageRun run, OutsideWork work) implements Verdict {}

        record Leave(Duration time) implements Verdict {}

        record Drop() implements Verdict {}

        /** To be looked at, since its time is over. */
        record Look(Turn turn) implements Verdict {}
    }

    /** Takes tasks for a worker. Messages that come to nothing do not end its wait. */
    public List<Task> poll(Caller caller, Request request) {
        TaskType type = new TaskType(caller.workspace(), request.type());
        String worker = request.worker().orElse(caller.keyId());
        Instant until = clock.instant().plus(request.patience());
        Duration left = request.patience();
        while (true) {
            List<Delivery> received = inbox.receive(type, request.most(), left);
            List<Task> taken = take(type, received, worker);
            left = Duration.between(clock.instant(), until);
            if (!taken.isEmpty() || received.isEmpty() || !left.isPositive()) {
                return taken;
            }
        }
    }

    /** One that cannot be taken now comes again, and keeps no other from being taken. */
    private List<Task> take(TaskType type, List<Delivery> received, String worker) {
        List<Task> taken = new ArrayList<>();
        List<RuntimeException> broken = new ArrayList<>();
        for (Delivery delivery : received) {
            try {
                receive(type, delivery, worker).ifPresent(taken::add);
            } catch (RuntimeException e) {
                broken.add(e);
            }
        }
        if (taken.isEmpty() && !broken.isEmpty()) {
            throw broken.getFirst();
        }
        return taken;
    }

    private Optional<Task> receive(TaskType type, Delivery delivery, String worker) {
        return switch (verdict(turns.read(delivery.step()), clock.instant())) {
            case Verdict.Take take -> take(type, delivery, worker, take);
            case Verdict.Leave leave -> {
                inbox.extend(type, delivery.receipt(), leave.time());
                yield Optional.empty();
            }
            case Verdict.Drop drop -> {
                inbox.delete(type, delivery.receipt());
                yield Optional.empty();
            }
            case Verdict.Look look -> {
                Turn turn = look.turn();
                effects.apply(turn.plan(), turn.execution(), List.of(Effect.Send.now(turn.key())));
                inbox.delete(type, delivery.receipt());
                yield Optional.empty();
            }
        };
    }

    private Verdict verdict(Optional<Turn> read, Instant now) {
        if (read.isEmpty()) {
            return new Verdict.Drop();
        }
        Turn turn = read.get();
        if (turn.execution().state() instanceof ExecutionState.Paused) {
            return new Verdict.Leave(PAUSED);
        }
        Optional<StageRun> run = turn.recorded().run(turn.key());
        if (run.isEmpty() || !turn.mayRun() || turn.isUseless()) {
            return new Verdict.Drop();
        }
        if (run.get().state() instanceof StageRunState.Outcome) {
            // Who recorded it may have broken off before it did what follows.
            commit.followAgain(turn, run.get());
        }
        Optional<OutsideWork> work = OutsideWork.of(turn.task(), run.get());
        if (work.isEmpty()) {
            return new Verdict.Drop();
        }
        if (work.get().isTimedOut(now)) {
            return work.get().looksBy().isPresent() ? new Verdict.Look(turn) : new Verdict.Drop();
        }
        return work.get().isFree(now)
                ? new Verdict.Take(turn, run.get(), work.get())
                : new Verdict.Leave(Duration.between(now, work.get().leftAloneUntil()));
    }

    /** Where somebody else was first, or nobody gets to know, the message comes again by itself. */
    private Optional<Task> take(TaskType type, Delivery delivery, String worker, Verdict.Take take) {
        Turn turn = take.turn();
        OutsideWork work = take.work();
        TaskToken token = new TaskToken(delivery.step(), work.attempt(), delivery.receipt());
        StageRunState.Running running = work.takenBy(token.holder(worker), clock.instant());
        StageRun taken = take.run().to(running);
        if (!(runs.write(turn.execution().id(), taken) instanceof StageRunStore.Written.Done)) {
            return Optional.empty();
        }
        if (turn.task().policy().compensation().isPresent() && !new Turns(runs).isStillLive(turn)) {
            return Optional.empty();
        }
        OutsideWork.of(turn.task(), taken)
                .flatMap(OutsideWork::looksBy)
                .ifPresent(at -> effects.lookBy(turn.execution(), at));
        inbox.extend(type, delivery.receipt(), Duration.between(clock.instant(), running.leaseUntil()));
        return Optional.of(new Task(
                token.text(),
                type.name(),
                delivery.step(),
                work.attempt(),
                work.input(),
                turn.idempotencyKey(),
                running.leaseUntil(),
                work.timesOutAt(),
                turn.execution(),
                taken));
    }
}

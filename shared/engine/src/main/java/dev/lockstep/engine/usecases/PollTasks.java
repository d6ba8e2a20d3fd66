package dev.lockstep.engine.usecases;

import dev.lockstep.engine.decide.Effect;
import dev.lockstep.engine.decide.OutsideWork;
import dev.lockstep.engine.definition.Limits;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.ports.StageRunStore;
import dev.lockstep.engine.ports.TaskPlaces;
import dev.lockstep.engine.ports.TaskPlaces.Holder;
import dev.lockstep.engine.ports.TaskType;
import dev.lockstep.engine.ports.WorkerInbox;
import dev.lockstep.engine.ports.WorkerInbox.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
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
    private final Bounds bounds;
    private final InstantSource clock;

    public PollTasks(
            WorkerInbox inbox,
            TaskPlaces places,
            Plans plans,
            StageRunStore runs,
            Effects effects,
            InstantSource clock,
            RandomGenerator chance) {
        this.inbox = inbox;
        this.turns = new WorkerTurns(plans, runs);
        this.runs = runs;
        this.commit = new StageCommit(runs, effects, clock);
        this.effects = effects;
        this.bounds = new Bounds(places, runs, chance);
        this.clock = clock;
    }

    /**
     * What a worker asks for.
     *
     * @param most from 1 to 10
     * @param patience how long to wait for the first, from nothing to 20 seconds
     * @param worker how it calls itself; otherwise it is known by its key
     * @param domain whose tasks it asks for; those of none where it names none
     */
    public record Request(String type, int most, Duration patience, Optional<String> worker, Optional<String> domain) {
        public Request(String type, int most, Duration patience, Optional<String> worker) {
            this(type, most, patience, worker, Optional.empty());
        }
    }

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

    /**
     * Takes tasks for a worker. Messages that come to nothing do not end its wait, but where a type has all the tasks in progress that
     * it may have, it is not asked for more.
     */
    public List<Task> poll(Caller caller, Request request) {
        TaskType type = new TaskType(caller.workspace(), request.type(), request.domain());
        String worker = request.worker().orElse(caller.keyId());
        Instant until = clock.instant().plus(request.patience());
        Duration left = request.patience();
        while (true) {
            List<Delivery> received = inbox.receive(type, request.most(), left);
            Round round = new Round(type, worker);
            take(round, received);
            left = Duration.between(clock.instant(), until);
            if (!round.taken.isEmpty() || received.isEmpty() || round.full.isPresent() || !left.isPositive()) {
                return round.taken;
            }
        }
    }

    /** What becomes of the messages that were received together. */
    private static final class Round {
        private final TaskType type;
        private final String worker;
        private final List<Task> taken = new ArrayList<>();
        private Optional<Duration> full = Optional.empty();

        Round(TaskType type, String worker) {
            this.type = type;
            this.worker = worker;
        }
    }

    /** One that cannot be taken now comes again, and keeps no other from being taken. */
    private void take(Round round, List<Delivery> received) {
        List<RuntimeException> broken = new ArrayList<>();
        for (Delivery delivery : received) {
            try {
                receive(round, delivery).ifPresent(round.taken::add);
            } catch (RuntimeException e) {
                broken.add(e);
            }
        }
        if (round.taken.isEmpty() && !broken.isEmpty()) {
            throw broken.getFirst();
        }
    }

    private Optional<Task> receive(Round round, Delivery delivery) {
        TaskType type = round.type;
        return switch (verdict(type, turns.read(delivery.step()), clock.instant())) {
            case Verdict.Take take -> take(round, delivery, take);
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

    private Verdict verdict(TaskType type, Optional<Turn> read, Instant now) {
        if (read.isEmpty()) {
            return new Verdict.Drop();
        }
        Turn turn = read.get();
        if (turn.execution().state() instanceof ExecutionState.Paused && !turn.mayHandOut(turn.execution())) {
            return new Verdict.Leave(PAUSED);
        }
        Optional<StageRun> run = turn.recorded().run(turn.key());
        if (run.isEmpty() || !turn.mayHandOut(turn.execution()) || turn.isUseless()) {
            return new Verdict.Drop();
        }
        if (run.get().state() instanceof StageRunState.Outcome) {
            // Who recorded it may have broken off before it did what follows.
            commit.followAgain(turn, run.get());
        }
        Optional<OutsideWork> work = OutsideWork.of(turn.task(), turn.execution(), run.get());
        // Another attempt may be for the workers of another domain, who have a message of their own.
        if (work.isEmpty() || !work.get().queued().domain().equals(type.domain())) {
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
    private Optional<Task> take(Round round, Delivery delivery, Verdict.Take take) {
        TaskType type = round.type;
        Turn turn = take.turn();
        OutsideWork work = take.work();
        TaskToken token = new TaskToken(delivery.step(), work.attempt(), delivery.receipt(), type.domain());
        Instant now = clock.instant();
        // The lease is as long as the place is, however long taking that has lasted.
        StageRunState.Running running = work.takenBy(token.holder(round.worker), now);
        StageRun taken = take.run().to(running);
        Optional<Limits> limits = work.limits();
        List<Bounds.Taken> places = List.of();
        if (limits.isPresent()) {
            Bounds.Asked asked = round.full.isPresent()
                    ? new Bounds.Asked.Full(round.full.get())
                    : bounds.ask(
                            new TaskType(type.workspace(), type.name()),
                            limits.get(),
                            holder(turn, work, taken),
                            now,
                            running.leaseUntil());
            switch (asked) {
                case Bounds.Asked.Granted granted -> places = granted.places();
                case Bounds.Asked.Full full -> {
                    round.full = Optional.of(full.pause());
                    inbox.extend(type, delivery.receipt(), full.pause());
                    return Optional.empty();
                }
            }
        }
        if (!(runs.write(turn.execution().id(), taken) instanceof StageRunStore.Written.Done)) {
            bounds.leave(places);
            return Optional.empty();
        }
        if (turn.task().policy().compensation().isPresent() && !new Turns(runs).mayStillBeHandedOut(turn)) {
            return Optional.empty();
        }
        OutsideWork.of(turn.task(), turn.execution(), taken)
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

    private static Holder holder(Turn turn, OutsideWork work, StageRun taken) {
        String by = ((StageRunState.Running) taken.state()).by().orElseThrow();
        return new Holder(turn.execution().id(), turn.key(), work.attempt(), by, taken.revision());
    }
}

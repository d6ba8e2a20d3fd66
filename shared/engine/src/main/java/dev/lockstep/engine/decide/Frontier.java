package dev.lockstep.engine.decide;

import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.Iteration;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Where an execution stands, derived from all that is recorded of it: what the watchdog sets going again. */
public final class Frontier {
    private final Plan plan;
    private final Recorded recorded;
    private final Iterations iterations;

    public Frontier(Plan plan, Recorded recorded) {
        this.plan = plan;
        this.recorded = recorded;
        this.iterations = new Iterations(plan, recorded.execution().past().reruns());
    }

    /** Every effect that follows from the records and has left no trace in them, timers that are still to come included. */
    public List<Effect> effects(Instant now) {
        Stream<Effect> started = Decider.start(plan, recorded.execution()).stream();
        Stream<Effect> followed = recorded.runs().values().stream().flatMap(run -> following(run, now));
        return Stream.concat(started.flatMap(this::left), followed).distinct().toList();
    }

    /**
     * Whether a run has begun, or what comes before it has led to it. A canceled one that is wanted again has yet to begin.
     */
    public boolean isReached(StageRunKey key, Instant now) {
        Optional<StageRun> run = recorded.run(key);
        boolean begun =
                run.isPresent() && !(run.get().state() instanceof StageRunState.Canceled) && !isAhead(run.get());
        return begun || effects(now).contains(Effect.Send.now(key));
    }

    /** Whether it has only been said what becomes of it once it is reached. */
    private static boolean isAhead(StageRun run) {
        return run.state() instanceof StageRunState.SkipAhead;
    }

    /** What is to come, for who has to ask more than one thing of it: working it out takes a look at every run. */
    public Outlook outlook(Instant now) {
        return new Outlook(effects(now));
    }

    /**
     * What follows from one recorded run, also by way of joins that it has completed, and has left no trace. To be asked where a
     * step comes again: were all that follows done again each time, copies of steps would beget copies.
     */
    public List<Effect> after(StageRun run, Instant now) {
        return Decider.effects(plan, recorded, run, now).stream()
                // A failure to be tried again that the step that met it left alone is of no use any more.
                .filter(effect -> !(run.state() instanceof StageRunState.Failed && isOwn(run, effect)))
                .flatMap(effect ->
                        Stream.concat(isOwn(run, effect) ? Stream.of(effect) : left(effect), beyond(effect, now)))
                .distinct()
                .toList();
    }

    /**
     * The same of a round of a loop, and of all within it: for when the loop comes again to a round that had begun before.
     *
     * @param loop that is in that round
     */
    public List<Effect> afterRound(StageRun loop, int round, Instant now) {
        Iteration within = loop.key().iteration().at(round);
        Stream<Effect> begins =
                Decider.effects(plan, recorded, loop, now).stream().flatMap(this::left);
        Stream<Effect> goesOn = recorded.runs().values().stream()
                .filter(run -> run.key().iteration().isAtOrWithin(within))
                .flatMap(run -> following(run, now));
        return Stream.concat(begins, goesOn).distinct().toList();
    }

    /** What follows by way of a join that was arrived at, or of a fork that is over. */
    private Stream<Effect> beyond(Effect effect, Instant now) {
        return switch (effect) {
            case Effect.Arrive arrive
            when left(arrive).findAny().isEmpty() ->
                recorded.run(arrive.join()).stream().flatMap(join -> after(join, now).stream());
            case Effect.Close close -> recorded.run(close.fork()).stream().flatMap(fork -> after(fork, now).stream());
            case Effect other -> Stream.empty();
        };
    }

    private Stream<Effect> following(StageRun run, Instant now) {
        if (isUseless(run)) {
            return Stream.empty();
        }
        return Decider.effects(plan, recorded, run, now).stream()
                .flatMap(effect -> isOwn(run, effect) ? Stream.of(effect) : left(effect));
    }

    /** Whether the run is not over, or to be tried again, and something that it was part of is over. */
    private boolean isUseless(StageRun run) {
        return !Decider.isOver(recorded.execution(), Optional.of(run))
                && plan.stage(run.key().stage()) instanceof Stage.Task task
                && Guards.of(plan, iterations, task, run.key().iteration()).isClosed(recorded);
    }

    /**
     * Whether a run was canceled, and somebody has had what made it pointless run anew: then it is as if it had never been. Whether it
     * was reached, its record does not tell.
     */
    private boolean isWantedAgain(StageRun run) {
        return run.state() instanceof StageRunState.Canceled
                && !recorded.execution().past().reruns().isEmpty()
                && iterations.isCurrent(run.key())
                && plan.stage(run.key().stage()) instanceof Stage.Task task
                && !Guards.of(plan, iterations, task, run.key().iteration()).isClosed(recorded);
    }

    /** Every task that workers outside may have to take: for when the messages that tell of them are known to be lost. */
    public List<Effect> offers() {
        return recorded.runs().values().stream()
                .filter(run -> iterations.isCurrent(run.key()) && !isUseless(run))
                .flatMap(this::offer)
                .toList();
    }

    private Stream<Effect> offer(StageRun run) {
        return plan.stage(run.key().stage()) instanceof Stage.Task task
                ? OutsideWork.of(task, recorded.execution(), run).stream().map(work -> work.offer(run.key()))
                : Stream.empty();
    }

    /** Whether the effect is of a run on itself, such as its timer: it leaves no trace but in what the run comes to. */
    private static boolean isOwn(StageRun run, Effect effect) {
        return switch (effect) {
            case Effect.Send send -> send.run().equals(run.key());
            case Effect.Offer offer -> true;
            case Effect.Delegate delegate -> true;
            case Effect.Arrive arrive -> false;
            case Effect.Resume resume -> false;
            case Effect.Fail fail -> false;
            case Effect.Cancel cancel -> false;
            case Effect.Close close -> false;
            case Effect.Sweep sweep -> false;
            case Effect.Compensate compensate -> false;
            case Effect.End end -> false;
        };
    }

    /** What of an effect has left no trace. */
    private Stream<Effect> left(Effect effect) {
        return switch (effect) {
            case Effect.Send send ->
                Stream.of(effect)
                        .filter(any -> recorded.run(send.run())
                                .filter(run -> !isWantedAgain(run) && !isAhead(run))
                                .isEmpty());
            case Effect.Arrive arrive -> left(arrive);
            case Effect.Resume resume -> Stream.of(effect).filter(any -> !isResumed(resume));
            case Effect.Fail fail -> Stream.of(effect).filter(any -> !isOver(fail.run()));
            case Effect.Cancel cancel -> Stream.of(effect).filter(any -> !isOver(cancel.run()));
            case Effect.Close close ->
                Stream.of(effect).filter(any -> recorded.run(close.fork()).isEmpty());
            case Effect.Sweep sweep -> Stream.of(effect).filter(any -> goesOn(sweep.fork()));
            case Effect.Offer offer -> Stream.of(effect);
            case Effect.Delegate delegate -> Stream.of(effect);
            case Effect.Compensate compensate -> Stream.of(effect);
            case Effect.End end -> Stream.of(effect);
        };
    }

    private Stream<Effect> left(Effect.Arrive arrive) {
        Optional<StageRunState.Gathering> gathering = recorded.run(arrive.join())
                .map(StageRun::state)
                .filter(StageRunState.Gathering.class::isInstance)
                .map(StageRunState.Gathering.class::cast);
        if (gathering.isEmpty()) {
            return Stream.of(arrive);
        }
        // One that failed at first, and was tried again since, has yet to arrive alive.
        Set<Integer> alive = new HashSet<>(arrive.alive());
        alive.removeAll(gathering.get().arrived());
        Set<Integer> dead = new HashSet<>(arrive.dead());
        dead.removeIf(gathering.get()::has);
        return alive.isEmpty() && dead.isEmpty()
                ? Stream.empty()
                : Stream.of(new Effect.Arrive(arrive.join(), alive, dead));
    }

    private boolean isResumed(Effect.Resume resume) {
        return recorded.run(resume.run())
                .filter(run -> Decider.isOver(recorded.execution(), Optional.of(run))
                        || (run.state() instanceof StageRunState.Looping looping && looping.round() > resume.round()))
                .isPresent();
    }

    /** Whether anything is recorded as going on within a fork. */
    private boolean goesOn(StageRunKey fork) {
        return open(recorded, fork).findAny().isPresent();
    }

    /** What is recorded as going on within a fork. */
    public static Stream<StageRun> open(Recorded recorded, StageRunKey fork) {
        return recorded.runs().values().stream()
                .filter(run -> run.key().iteration().isWithin(fork.iteration()))
                .filter(run -> !(run.state() instanceof StageRunState.Outcome)
                        && !(run.state() instanceof StageRunState.Gathering));
    }

    private boolean isOver(StageRunKey key) {
        return recorded.run(key)
                .filter(run -> run.state() instanceof StageRunState.Outcome)
                .isPresent();
    }

    /** When anything of the execution was last recorded. */
    public Instant lastChange() {
        return Stream.concat(
                        recorded.runs().values().stream().flatMap(run -> changedAt(run.state()).stream()),
                        recorded.execution().reopenedAt().stream())
                .max(Comparator.naturalOrder())
                .orElse(recorded.execution().createdAt());
    }

    /** When a run came to where it is; empty for what only gathers. */
    public static Optional<Instant> changedAt(StageRunState state) {
        return switch (state) {
            case StageRunState.Running running -> Optional.of(running.startedAt());
            case StageRunState.Retrying retrying -> Optional.of(retrying.failedAt());
            case StageRunState.Waiting waiting -> Optional.of(waiting.since());
            case StageRunState.Awaiting awaiting -> Optional.of(awaiting.since());
            case StageRunState.Offered offered -> Optional.of(offered.offeredAt());
            case StageRunState.Delegated delegated -> Optional.of(delegated.since());
            case StageRunState.Mapping mapping -> Optional.of(mapping.since());
            case StageRunState.Looping looping -> Optional.of(looping.since());
            case StageRunState.Outcome outcome -> Optional.of(outcome.at());
            case StageRunState.Gathering gathering -> Optional.empty();
            case StageRunState.Elements elements -> Optional.empty();
            case StageRunState.SkipAhead ahead -> Optional.of(ahead.at());
        };
    }
}

package dev.lockstep.engine.decide;

import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunState;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where an execution stands, derived from all that is recorded of it: what the watchdog sets going again. */
public final class Frontier {
    private final Plan plan;
    private final Recorded recorded;

    public Frontier(Plan plan, Recorded recorded) {
        this.plan = plan;
        this.recorded = recorded;
    }

    /** Every effect that follows from the records and has left no trace in them, timers that are still to come included. */
    public List<Effect> effects(Instant now) {
        Stream<Effect> started = Decider.start(plan).stream().filter(this::leftNoTrace);
        Stream<Effect> followed = recorded.runs().values().stream()
                .flatMap(run -> Decider.effects(plan, run, now).stream()
                        .filter(effect -> isTimerOf(run, effect) || leftNoTrace(effect)));
        return Stream.concat(started, followed).distinct().toList();
    }

    /**
     * What follows from one recorded run, also by way of joins that it has completed, and has left no trace. To be asked where a
     * step comes again: were all that follows done again each time, copies of steps would beget copies.
     */
    public List<Effect> after(StageRun run, Instant now) {
        return Decider.effects(plan, run, now).stream()
                .flatMap(effect -> after(run, effect, now))
                .toList();
    }

    private Stream<Effect> after(StageRun run, Effect effect, Instant now) {
        if (effect instanceof Effect.Arrive arrive && hasArrived(arrive)) {
            return recorded.run(arrive.join()).stream().flatMap(join -> after(join, now).stream());
        }
        return isTimerOf(run, effect) || leftNoTrace(effect) ? Stream.of(effect) : Stream.empty();
    }

    /** Whether nothing but timers is left to come of what is recorded, so that nothing can have been lost. */
    public boolean hasOnlyTimers(Instant now) {
        return timers(now).size() == effects(now).size();
    }

    private static boolean isTimerOf(StageRun run, Effect effect) {
        return effect instanceof Effect.Send send && send.run().equals(run.key());
    }

    private boolean leftNoTrace(Effect effect) {
        return switch (effect) {
            case Effect.Send send -> recorded.run(send.run()).isEmpty();
            case Effect.Arrive arrive -> !hasArrived(arrive);
            case Effect.End end -> true;
        };
    }

    private boolean hasArrived(Effect.Arrive arrive) {
        return recorded.run(arrive.join())
                .map(run -> run.state() instanceof StageRunState.Gathering gathering
                        && gathering.arrived().contains(arrive.branch()))
                .orElse(false);
    }

    /** When anything of the execution was last recorded. */
    public Instant lastChange() {
        return recorded.runs().values().stream()
                .flatMap(run -> changedAt(run.state()).stream())
                .max(Comparator.naturalOrder())
                .orElse(recorded.execution().createdAt());
    }

    private static Optional<Instant> changedAt(StageRunState state) {
        return switch (state) {
            case StageRunState.Running running -> Optional.of(running.startedAt());
            case StageRunState.Retrying retrying -> Optional.of(retrying.failedAt());
            case StageRunState.Waiting waiting -> Optional.of(waiting.since());
            case StageRunState.Outcome outcome -> Optional.of(outcome.at());
            case StageRunState.Gathering gathering -> Optional.empty();
        };
    }

    /** The timers alone: the sends that a retry or a lease waits for. */
    public List<Effect.Send> timers(Instant now) {
        return effects(now).stream()
                .filter(Effect.Send.class::isInstance)
                .map(Effect.Send.class::cast)
                .filter(send -> !send.notBefore().equals(Instant.EPOCH))
                .toList();
    }
}

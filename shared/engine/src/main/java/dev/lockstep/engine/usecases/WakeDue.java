package dev.lockstep.engine.usecases;

import dev.lockstep.engine.decide.Effect;
import dev.lockstep.engine.decide.Frontier;
import dev.lockstep.engine.decide.Outlook;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.ports.ExecutionStore;
import dev.lockstep.engine.ports.Wakes;
import dev.lockstep.engine.ports.Wakes.Wake;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The watchdog: looks at live executions whose time has come, derives from the records where they stand, and sets going again
 * what was lost on the way. It also fires the timers that are too long for the queue's delay.
 */
public final class WakeDue {
    /** When a new execution is first looked at; also how long one must have stood still to be taken for stuck. */
    static final Duration FIRST_LOOK = Duration.ofSeconds(60);

    /** An old execution is looked at less often, but never less than this. */
    private static final Duration LONGEST_SLEEP = Duration.ofMinutes(15);

    /** How long one is left alone that waits for somebody and for nothing else: who moves it has it looked at in time. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    /** How many executions of one shard are looked at in one go. */
    private static final int MOST_AT_ONCE = 500;

    private final Wakes wakes;
    private final ExecutionStore executions;
    private final Plans plans;
    private final Effects effects;
    private final InstantSource clock;

    public WakeDue(Wakes wakes, ExecutionStore executions, Plans plans, Effects effects, InstantSource clock) {
        this.wakes = wakes;
        this.executions = executions;
        this.plans = plans;
        this.effects = effects;
        this.clock = clock;
    }

    public int shards() {
        return wakes.shards();
    }

    /**
     * Looks at what is due in one shard.
     *
     * @return how many executions it looked at
     */
    public int wake(int shard) {
        Instant now = clock.instant();
        return wakeEach(wakes.due(shard, now, MOST_AT_ONCE), now, false);
    }

    /**
     * Looks at every live execution of a shard and takes each for stuck: for when all messages are known to be lost.
     *
     * @return how many executions it looked at
     */
    public int recover(int shard) {
        Instant now = clock.instant();
        return wakeEach(wakes.due(shard, Instant.MAX, Integer.MAX_VALUE), now, true);
    }

    /** One that breaks off keeps no other from being looked at: it is told of when all have been. */
    private int wakeEach(List<Wake> due, Instant now, boolean allLost) {
        List<RuntimeException> broken = new ArrayList<>();
        for (Wake wake : due) {
            try {
                wake(wake, now, allLost);
            } catch (RuntimeException e) {
                broken.add(e);
            }
        }
        if (!broken.isEmpty()) {
            throw new IllegalStateException(
                    broken.size() + " of " + due.size() + " executions could not be looked at", broken.getFirst());
        }
        return due.size();
    }

    private void wake(Wake wake, Instant now, boolean allLost) {
        Optional<Recorded> recorded = executions.read(wake.execution(), 0);
        if (recorded.isEmpty()) {
            return;
        }
        Execution execution = recorded.get().execution();
        Plan plan = plans.get(execution.workflow()).plan();
        switch (execution.state()) {
            case ExecutionState.Live live
            when effects.children().isOrphan(execution) -> effects.children().cancelOrphan(plan, execution);
            case ExecutionState.Live live
            when isOverdue(execution, plan, now) -> effects.end(plan, execution, new ExecutionState.TimedOut(now));
            case ExecutionState.Live live -> wake(wake, plan, recorded.get(), now, allLost);
            case ExecutionState.Compensating compensating -> {
                wakes.move(wake, now.plus(FIRST_LOOK));
                effects.compensate(plan, execution);
            }
            case ExecutionState.Paused paused -> {}
            case ExecutionState.Ended ended -> {}
        }
    }

    private static boolean isOverdue(Execution execution, Plan plan, Instant now) {
        return execution
                .deadline(plan.timeoutSeconds())
                .filter(deadline -> !now.isBefore(deadline))
                .isPresent();
    }

    private void wake(Wake wake, Plan plan, Recorded recorded, Instant now, boolean allLost) {
        Execution execution = recorded.execution();
        Frontier frontier = new Frontier(plan, recorded);
        Outlook outlook = frontier.outlook(now);
        boolean stuck = allLost || !frontier.lastChange().plus(FIRST_LOOK).isAfter(now);
        List<Effect> due = new ArrayList<>(stuck ? outlook.effects() : outlook.timers());
        if (allLost) {
            due.addAll(frontier.offers().stream()
                    .filter(offer -> !due.contains(offer))
                    .toList());
        }
        due.removeIf(
                effect -> effect instanceof Effect.Send send && send.notBefore().isAfter(now.plus(FIRST_LOOK)));
        // The wake is moved first: an effect that brings it forward again must not be undone.
        wakes.move(wake, next(execution, plan, outlook, now));
        effects.apply(plan, execution, due);
    }

    /**
     * The earliest timer that the queue does not have by now, or a look before that, the rarer the older the execution is. Where
     * only timers are left, there is nothing else to look for.
     */
    private static Instant next(Execution execution, Plan plan, Outlook outlook, Instant now) {
        Optional<Instant> timer = Stream.concat(
                        outlook.timers().stream()
                                .map(Effect.Send::notBefore)
                                .filter(at -> at.isAfter(now.plus(FIRST_LOOK))),
                        execution.deadline(plan.timeoutSeconds()).stream())
                .min(Comparator.naturalOrder());
        // What is sent just now may be lost, so that it is to be looked for before long.
        boolean onlyWaits = outlook.hasOnlyTimersAfter(now.plus(FIRST_LOOK))
                && execution.parent().isEmpty();
        Instant look = now.plus(onlyWaits && timer.isEmpty() ? LONGEST_WAIT : sleep(execution, now));
        return timer.filter(at -> at.isBefore(look) || onlyWaits).orElse(look);
    }

    private static Duration sleep(Execution execution, Instant now) {
        Duration half = Duration.between(execution.createdAt(), now).dividedBy(2);
        if (half.compareTo(FIRST_LOOK) < 0) {
            return FIRST_LOOK;
        }
        return half.compareTo(LONGEST_SLEEP) > 0 ? LONGEST_SLEEP : half;
    }
}

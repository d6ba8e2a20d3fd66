package dev.lockstep.engine.usecases;

import dev.lockstep.engine.decide.Effect;
import dev.lockstep.engine.decide.Frontier;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.execution.Actor;
import dev.lockstep.engine.execution.Anew;
import dev.lockstep.engine.execution.Control;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.ExecutionState.Name;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.Rerun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.ports.ExecutionStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Has executions that do the work of others go on, since those were had go on that wait for them: where what failed is to be tried again
 * within them, or they are run anew with them, and where they were canceled only because nobody waited for them any more.
 */
final class ChildrenAgain {
    private final Effects.Ports ports;
    private final Plans plans;
    private final Effects effects;
    private final InstantSource clock;

    ChildrenAgain(Effects.Ports ports, Plans plans, Effects effects, InstantSource clock) {
        this.ports = ports;
        this.plans = plans;
        this.effects = effects;
        this.clock = clock;
    }

    /**
     * Has an execution go on, if it is to. That it was had go on for this attempt is recorded with it, so that it goes on once.
     *
     * @param child as it was read, at its end
     * @return whether it goes on, by this call or another
     */
    boolean goesOn(Execution parent, Effect.Delegate delegate, Execution child) {
        Optional<Anew> anew = anew(parent, delegate.run(), child);
        Actor by = new Actor(
                parent.id().value(),
                Optional.of(
                        anew.isPresent() ? "rerun" : "attempt " + delegate.to().attempt()));
        if ((anew.isEmpty() && !isToRetry(parent, delegate, child, by)) || !isWaitedFor(parent, delegate, child)) {
            return false;
        }
        Plan plan = plans.get(child.workflow()).plan();
        Recorded recorded = ports.executions().read(child.id(), 0).orElseThrow();
        if (anew.isEmpty() && ReopenExecution.wasUndone(plan, recorded)) {
            return false;
        }
        Instant at = ReopenExecution.after(recorded, clock.instant());
        Execution.Past past = anew.map(from -> rerun(child, from, delegate.run(), at, by))
                .orElseGet(
                        () -> new Execution.Past(List.of(new Control(at, Control.Kind.RETRY_WITHIN, by)), List.of()));
        Optional<ExecutionStore.Change> change = ports.executions()
                .changeAsSeen(
                        child,
                        Set.of(Name.COMPLETED, Name.FAILED, Name.TIMED_OUT, Name.CANCELED),
                        new ExecutionState.Live(),
                        Optional.of(clock.instant()),
                        past);
        change.filter(ExecutionStore.Change::made).ifPresent(made -> {
            Recorded live = Recorded.of(made.execution(), recorded.runs().values());
            Plan now = plans.get(made.execution().workflow()).plan();
            effects.apply(now, made.execution(), new Frontier(now, live).effects(clock.instant()));
        });
        return true;
    }

    private static Execution.Past rerun(Execution child, Anew from, StageRunKey waiting, Instant at, Actor by) {
        return new Execution.Past(
                List.of(new Control(at, Control.Kind.RERUN, by)),
                List.of(new Rerun(child.past().reruns().size() + 1, from, Optional.of(waiting))));
    }

    /**
     * From where an execution that has ended is to be run anew for the stage run that waits for it, so that what it came to before does
     * not count; empty where that was done. What could be refused was when the rerun was asked for.
     */
    static Optional<Anew> anew(Execution parent, StageRunKey waiting, Execution child) {
        return within(parent, waiting)
                .filter(within -> within.child().execution().equals(child.id()))
                .filter(within -> child.parent()
                        .filter(known -> known.run().equals(waiting))
                        .isEmpty())
                .map(Anew.Within::anew);
    }

    /** What a stage run that is run anew goes on with, where it does not begin with another execution. */
    static Optional<Anew.Within> within(Execution parent, StageRunKey run) {
        return parent.past().reruns().stream()
                .filter(rerun -> rerun.first().equals(run))
                .findFirst()
                .flatMap(rerun -> rerun.anew().within());
    }

    /** One that was started for this very attempt, and has ended by itself, is not. */
    private static boolean isToRetry(Execution parent, Effect.Delegate delegate, Execution child, Actor by) {
        return switch (child.state()) {
            case ExecutionState.Completed completed -> false;
            case ExecutionState.Canceled canceled
            when canceled.by().equals(parent.id().value()) -> true;
            case ExecutionState other ->
                delegate.to().again()
                        && child.past().controls().stream()
                                .noneMatch(control -> control.by().equals(by));
        };
    }

    /** Asked anew: who calls may know the parent as it was long ago. */
    private boolean isWaitedFor(Execution parent, Effect.Delegate delegate, Execution child) {
        return ports.runs()
                .read(parent.id(), List.of(delegate.run()))
                .filter(now -> Children.waitsFor(now, delegate.run(), child))
                .isPresent();
    }
}

package dev.lockstep.engine.usecases;

import dev.lockstep.engine.decide.Effect;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.ExecutionState.Name;
import dev.lockstep.engine.execution.Parent;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.Tags;
import dev.lockstep.engine.ports.StepQueue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Executions that do the work of stage runs of others: starts them, tells of their ends, and cancels those that nobody waits for. */
final class Children {
    private final Effects.Ports ports;
    private final Plans plans;
    private final Effects effects;
    private final InstantSource clock;
    private final ChildrenAgain again;

    Children(Effects.Ports ports, Plans plans, Effects effects, InstantSource clock) {
        this.ports = ports;
        this.plans = plans;
        this.effects = effects;
        this.clock = clock;
        this.again = new ChildrenAgain(ports, plans, effects, clock);
    }

    /**
     * Starts an execution for another, unless it is there.
     *
     * @return whether the stage run that it is for is to look at it now
     */
    boolean start(Execution execution, Effect.Delegate delegate) {
        StageRunState.Delegated to = delegate.to();
        int depth = execution.parent().map(Parent::depth).orElse(0) + 1;
        Execution child = new Execution(
                to.to(),
                to.workflow(),
                to.input(),
                new Tags(
                                delegate.as()
                                        .correlationId()
                                        .or(() -> execution.tags().correlationId()),
                                delegate.as()
                                        .priority()
                                        .or(() -> execution.tags().priority()))
                        .in(delegate.as()
                                .domains()
                                .orElseGet(() -> execution.tags().domains())),
                Optional.of(new Parent(execution.workflow(), execution.id(), delegate.run(), depth)),
                to.since(),
                new ExecutionState.Live(),
                Execution.Past.NONE,
                1);
        boolean isNew = effects.begin(plans.get(to.workflow()).plan(), child);
        // One that is not waited for is done with as soon as it is there. One that is under way is left alone: it tells
        // of its end, and were its parent's step sent each time that it is met, steps would beget steps until then.
        return !delegate.as().waits() || (!isNew && hasEndedForGood(execution, delegate));
    }

    /** Whether it has ended, and is not to go on: where it is, that is done. */
    private boolean hasEndedForGood(Execution parent, Effect.Delegate delegate) {
        return ports.runs()
                .read(delegate.to().to(), List.of())
                .map(Recorded::execution)
                .filter(child -> child.hasEnded() && !again.goesOn(parent, delegate, child))
                .isPresent();
    }

    /** Has the parent of an execution that has ended look at it. */
    void tellParent(Execution execution) {
        execution
                .parent()
                .filter(parent -> !parent.hasFailed())
                .ifPresent(parent -> ports.queue().send(List.of(new StepQueue.Delayed(parent.step(), Duration.ZERO))));
    }

    /** Cancels what an execution that has ended still waits for. */
    void cancelAll(Plan plan, Execution execution) {
        boolean mayHaveSome =
                plan.tasks().stream().anyMatch(task -> waits(task) || task.activity() instanceof Activity.Dynamic);
        if (!mayHaveSome) {
            return;
        }
        ports.executions().read(execution.id(), 0).stream()
                // One that was made to go on since has children that are wanted.
                .filter(recorded -> recorded.execution().hasEnded())
                .forEach(recorded -> recorded.runs().values().forEach(run -> cancel(plan, recorded.execution(), run)));
    }

    /** Cancels the execution that a stage run waits for, if it does, since it will not any more. */
    void cancel(Plan plan, Execution parent, StageRun run) {
        if (run.state() instanceof StageRunState.Delegated delegated && waits(plan, run)) {
            cancelAs(
                    parent.id().value(),
                    why(parent.state()),
                    plans.get(delegated.workflow()).plan(),
                    delegated.to());
        }
    }

    /** What ended the one that waited, where that has ended. */
    private static Optional<String> why(ExecutionState parent) {
        return switch (parent) {
            case ExecutionState.Canceled canceled -> canceled.reason();
            case ExecutionState.Failed failed -> Optional.of(failed.failure().message());
            case ExecutionState.TimedOut timedOut -> Optional.of("it took longer than it may");
            case ExecutionState.Completed completed -> Optional.empty();
            case ExecutionState.Live live -> Optional.empty();
            case ExecutionState.Paused paused -> Optional.empty();
            case ExecutionState.Compensating compensating -> Optional.empty();
        };
    }

    private void cancelAs(String by, Optional<String> why, Plan plan, ExecutionId id) {
        ExecutionState canceled = new ExecutionState.Canceled(
                clock.instant(), by, Optional.of(why.orElse("the execution that waited for it no longer does")));
        effects.ended(plan, ports.executions().change(id, Set.of(Name.LIVE, Name.PAUSED), canceled, Optional.empty()));
    }

    /** Whether an execution was started for another that no longer waits for it. Who never did has no orphans. */
    boolean isOrphan(Execution execution) {
        return execution.parent().filter(this::mayWait).isPresent() && !isWantedBy(execution);
    }

    private boolean mayWait(Parent parent) {
        if (parent.hasFailed()) {
            return false;
        }
        Stage.Task task = plans.get(parent.workflow()).plan().task(parent.run().stage());
        return waits(task) || task.activity() instanceof Activity.Dynamic;
    }

    private boolean isWantedBy(Execution execution) {
        Parent parent = execution.parent().orElseThrow();
        Plan plan = plans.get(parent.workflow()).plan();
        Optional<Recorded> recorded = ports.runs().read(parent.execution(), List.of(parent.run()));
        Optional<StageRun> run = recorded.flatMap(found -> found.run(parent.run()));
        boolean goesItsWay = run.isPresent() ? !waits(plan, run.get()) : isUntold(parent, plan, recorded);
        return goesItsWay
                || recorded.filter(found -> waitsFor(found, parent.run(), execution))
                        .isPresent();
    }

    /**
     * Whether nothing tells any more if it was waited for, since all of the other was run anew: had it been, it would have been canceled
     * at the end of that.
     */
    private static boolean isUntold(Parent parent, Plan plan, Optional<Recorded> recorded) {
        return plan.task(parent.run().stage()).activity() instanceof Activity.Dynamic
                && recorded.filter(found -> parent.run().iteration().generation()
                                < found.execution().past().firstGeneration())
                        .isPresent();
    }

    private static boolean waits(Plan plan, StageRun run) {
        return waits(plan.task(run.key().stage()).as(run.resolved()));
    }

    private static boolean waits(Stage.Task task) {
        return task.activity() instanceof Activity.SubWorkflow workflow && workflow.waits();
    }

    /** Whether a run waits for an execution. */
    static boolean waitsFor(Recorded parent, StageRunKey run, Execution child) {
        return !parent.execution().hasEnded()
                && parent.run(run).map(StageRun::state).orElse(null) instanceof StageRunState.Delegated delegated
                && delegated.to().equals(child.id());
    }

    /** Cancels an execution that was started for another that no longer waits for it. */
    void cancelOrphan(Plan plan, Execution execution) {
        String parent = execution.parent().orElseThrow().execution().value();
        cancelAs(parent, Optional.empty(), plan, execution.id());
    }
}

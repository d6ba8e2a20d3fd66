package dev.lockstep.engine.usecases;

import dev.lockstep.engine.decide.Iterations;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.Anew;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.Parent;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunState;
import java.util.Optional;

/** The executions that waited for others, and are run anew with these. */
public final class WaitingAbove {
    private final ReadExecution read;

    WaitingAbove(ReadExecution read) {
        this.read = read;
    }

    /** What is run anew of an execution, so that one below is. */
    public record Lifted(ReadExecution.Found above, Anew anew) {}

    /**
     * What is run anew of the execution that waited for one, and has ended since; empty where none did, or that one still waits.
     *
     * @throws Refusal where it has been done with what became of it otherwise
     */
    Optional<Lifted> above(Caller caller, ReadExecution.Found found, Anew anew) {
        Execution child = found.recorded().execution();
        Optional<Parent> parent = child.parent().filter(one -> !one.hasFailed());
        Optional<ReadExecution.Found> above = parent.flatMap(one -> read.findBare(caller, one.execution()));
        if (above.isPresent() && waitedBefore(above.get().recorded(), parent.orElseThrow())) {
            throw noLonger(above.get().recorded());
        }
        if (above.filter(one -> waits(one, parent.orElseThrow())).isEmpty()) {
            return Optional.empty();
        }
        Recorded recorded = above.orElseThrow().recorded();
        Plan plan = above.get().version().plan();
        StageRun run = recorded.run(parent.orElseThrow().run()).orElseThrow();
        boolean hasEnded = recorded.execution().hasEnded();
        Iterations iterations = new Iterations(plan, recorded.execution().past().reruns());
        boolean isItsOwn = iterations.isCurrent(run.key())
                && (hasEnded
                        ? run.child().equals(Optional.of(child.id()))
                        : Children.waitsFor(recorded, run.key(), child));
        if (!isItsOwn) {
            throw noLonger(recorded);
        }
        if (!hasEnded) {
            return Optional.empty();
        }
        if (iterations.isElement(plan.task(run.key().stage()), run.key().iteration())) {
            throw Refusal.notNow("it was started for one element of a list: rerun execution "
                    + recorded.execution().id().value() + " from step "
                    + run.key().stage());
        }
        Anew.Within within = new Anew.Within(new StageRunState.Child(child.workflow(), child.id()), anew);
        return Optional.of(new Lifted(above.get(), Anew.from(run.key(), within)));
    }

    private static Refusal noLonger(Recorded above) {
        return Refusal.notNow("execution " + above.execution().id().value()
                + ", which waited for it, does no longer: rerun that one");
    }

    /** Whether one waited that was run anew on another version since: what it ran before counts no longer. */
    private boolean waitedBefore(Recorded above, Parent parent) {
        return parent.run().iteration().generation() < above.execution().past().firstGeneration()
                && read.version(parent.workflow())
                                .plan()
                                .task(parent.run().stage())
                                .activity()
                        instanceof Activity.SubWorkflow workflow
                && workflow.waits();
    }

    private static boolean waits(ReadExecution.Found above, Parent parent) {
        return above.recorded()
                .run(parent.run())
                .filter(run -> above.version().plan().find(parent.run().stage()).orElse(null) instanceof Stage.Task task
                        && task.as(run.resolved()).activity() instanceof Activity.SubWorkflow workflow
                        && workflow.waits())
                .isPresent();
    }
}

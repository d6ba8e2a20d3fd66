package dev.lockstep.engine.simulation;

import dev.lockstep.engine.decide.Decider;
import dev.lockstep.engine.decide.Effect;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.StageRunState.Outcome;
import dev.lockstep.engine.execution.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Checks, when the message of a step is about to be deleted, that all that follows from what its function saw was done. */
final class DoneSteps {
    /** How long an offer is new: so long, whoever meets it sees to its message. */
    private static final Duration NEW = Duration.ofMinutes(4);

    private final Memory memory;
    private final Workflows workflows;
    private final SimulatedQueue queue;
    private final SimulatedTasks tasks;
    private final Beginnings beginnings;
    private final Cloud cloud;

    DoneSteps(
            Memory memory,
            Workflows workflows,
            SimulatedQueue queue,
            SimulatedTasks tasks,
            Beginnings beginnings,
            Cloud cloud) {
        this.memory = memory;
        this.workflows = workflows;
        this.queue = queue;
        this.tasks = tasks;
        this.beginnings = beginnings;
        this.cloud = cloud;
    }

    /** @param function has seen its own run and those that it arrived at, as they are when it ends */
    void check(Step step, Invocation function) {
        Recorded recorded = memory.all(step.execution());
        boolean live = recorded.execution().isLive() && beginnings.phaseOrder(step.execution()) < function.startedAt();
        if (!recorded.execution().workflow().equals(step.workflow())) {
            return; // All of it was run anew on another version since.
        }
        Ways ways = new Ways(workflows.of(step.workflow()), recorded);
        if (!live
                || isOutOfReach(
                        ways, step, run -> beginnings.hasChangedSince(function.startedAt(), step.execution(), run))
                || !ways.isCurrent(step.run())
                || ways.workflow().undoes(step.run().stage())) {
            return;
        }
        Promise.MESSAGES_ARE_DELETED_LAST.holdsIf(
                recorded.run(step.run()).isPresent() || isStray(ways, step, function),
                () -> "nothing is recorded of " + step + ", and its message deleted");
        function.seen().stream()
                // What somebody canceled meanwhile has no followers any more.
                .filter(run ->
                        !(recorded.run(run.key()).map(StageRun::state).orElse(null) instanceof StageRunState.Canceled))
                .filter(run -> run.key().equals(step.run()) || !isLeftToTheQueue(step, function))
                .forEach(run -> checkFollowed(recorded, run, function.startedAt()));
    }

    /** Whether a call from outside was to begin something at once, and could not: then a step has it done, and what is behind it. */
    private boolean isLeftToTheQueue(Step step, Invocation function) {
        return function.step().isEmpty()
                && function.seen().stream()
                        .map(StageRun::key)
                        .filter(key -> !key.equals(step.run()))
                        .anyMatch(key -> queue.lastTook(step.execution(), key) > function.startedAt());
    }

    /**
     * Whether what goes round in one of the loops around it was lost, or has yet to come to its round again, or had when the function
     * looked: the loop brings the step again, should it be made to go on.
     *
     * @param changed whether a run was written since the function was started
     */
    private static boolean isOutOfReach(Ways ways, Step step, Predicate<StageRunKey> changed) {
        boolean again = ways.recorded().execution().reopenedAt().isPresent();
        return Stream.iterate(
                        ways.loopOf(step.run().stage()), Optional::isPresent, loop -> ways.loopOf(loop.orElseThrow()))
                .flatMap(Optional::stream)
                .map(loop -> ways.recorded().run(ways.around(loop, step.run().iteration())))
                .anyMatch(loop -> loop.isPresent() ? isAway(loop.get(), again, step, changed) : again);
    }

    private static boolean isAway(StageRun loop, boolean again, Step step, Predicate<StageRunKey> changed) {
        return switch (loop.state()) {
            case Outcome outcome -> !Ways.isPassed(outcome) || (again && changed.test(loop.key()));
            case StageRunState other -> again && (changed.test(loop.key()) || isBefore(loop, step));
        };
    }

    /** Whether the step was to cancel a run that was never reached, or not until after that. */
    private boolean isStray(Ways ways, Step step, Invocation function) {
        return !ways.recorded().execution().past().reruns().isEmpty()
                && (new Premises(ways).prematureness(step.run()).isPresent()
                        || queue.lastTook(step.execution(), step.run()) > function.startedAt());
    }

    private static boolean isBefore(StageRun loop, Step step) {
        return loop.state() instanceof StageRunState.Looping looping
                && looping.round()
                        < step.run()
                                .iteration()
                                .path()
                                .get(loop.key().iteration().depth());
    }

    private void checkFollowed(Recorded recorded, StageRun run, long since) {
        for (Effect effect :
                Decider.effects(workflows.of(recorded.execution().workflow()).plan(), recorded, run, Instant.EPOCH)) {
            Promise.MESSAGES_ARE_DELETED_LAST.holdsIf(
                    isDone(recorded, effect, since), () -> run.key() + " is done with, and not " + effect);
        }
    }

    private boolean isDone(Recorded recorded, Effect effect, long since) {
        Execution execution = recorded.execution();
        return switch (effect) {
            case Effect.Send send ->
                queue.lastTook(execution.id(), send.run()) > 0
                        || recorded.run(send.run()).isPresent();
            case Effect.Arrive arrive -> hasArrived(recorded, arrive);
            case Effect.Resume resume ->
                isResumed(recorded, resume) || queue.lastTook(execution.id(), resume.run()) > since;
            // It spares waiting; what is of no use is not begun, step or no step.
            case Effect.Cancel cancel -> true;
            case Effect.Fail fail -> isOver(recorded, fail.run());
            case Effect.Delegate delegate ->
                memory.execution(delegate.to().to()).isPresent();
            case Effect.Close close -> recorded.run(close.fork()).isPresent();
            case Effect.Sweep sweep -> true;
            case Effect.Offer offer -> isOffered(recorded, offer, since);
            case Effect.Compensate compensate -> true;
            case Effect.End end -> execution.state() instanceof ExecutionState.Ended;
        };
    }

    /** Whether the queue got to know of a task since it was offered, or is about to; what was offered long ago is of others to tell. */
    private boolean isOffered(Recorded recorded, Effect.Offer offer, long since) {
        ExecutionId id = recorded.execution().id();
        Instant at =
                recorded.run(offer.run()).map(StageRun::state).orElse(null) instanceof StageRunState.Offered offered
                        ? offered.offeredAt()
                        : Instant.EPOCH;
        return !tasks.lastTook(id, offer.run()).isBefore(at.minus(Faults.MOST_SKEW.multipliedBy(2)))
                || !cloud.trueTime().isBefore(at.plus(NEW))
                || queue.lastTook(id, offer.run()) > since;
    }

    private static boolean isOver(Recorded recorded, StageRunKey key) {
        return recorded.run(key).filter(run -> run.state() instanceof Outcome).isPresent();
    }

    private static boolean isResumed(Recorded recorded, Effect.Resume resume) {
        return isOver(recorded, resume.run())
                || (recorded.run(resume.run()).map(StageRun::state).orElse(null)
                                instanceof StageRunState.Looping looping
                        && looping.round() > resume.round());
    }

    private static boolean hasArrived(Recorded recorded, Effect.Arrive arrive) {
        return recorded.run(arrive.join())
                .filter(run -> run.state() instanceof StageRunState.Gathering gathering
                        && gathering.arrived().containsAll(arrive.alive())
                        && arrive.dead().stream().allMatch(gathering::has))
                .isPresent();
    }
}

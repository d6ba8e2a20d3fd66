package dev.lockstep.engine.usecases;

import dev.lockstep.engine.decide.Attempt;
import dev.lockstep.engine.decide.AttemptResult;
import dev.lockstep.engine.decide.Compensation;
import dev.lockstep.engine.decide.Decider;
import dev.lockstep.engine.decide.Effect;
import dev.lockstep.engine.decide.Frontier;
import dev.lockstep.engine.decide.Iterations;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.ExecutionState.Name;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.ports.ExecutionStore;
import dev.lockstep.engine.ports.StageRunStore;
import dev.lockstep.engine.ports.StepQueue;
import dev.lockstep.engine.ports.Wakes;
import dev.lockstep.engine.ports.WorkerTasks;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Does what the decider says. Doing it twice is the same as once. */
public final class Effects {
    /** How much is begun at once; what is more goes by way of the queue, so that a caller does not wait for it. */
    private static final int MOST_AT_ONCE = 10;

    private final Ports ports;
    private final Plans plans;
    private final InstantSource clock;
    private final Optional<Beginning> beginning;
    private final FailureReport report;
    private final Children children;
    private final FailureStarts onFailure;

    /** What effects are done with. */
    public record Ports(
            ExecutionStore executions, StageRunStore runs, StepQueue queue, WorkerTasks tasks, Wakes wakes) {}

    public Effects(Ports ports, Plans plans, InstantSource clock) {
        this(ports, plans, clock, Optional.empty(), FailureReport.PLAIN);
    }

    private Effects(
            Ports ports, Plans plans, InstantSource clock, Optional<Beginning> beginning, FailureReport report) {
        this.ports = ports;
        this.plans = plans;
        this.clock = clock;
        this.beginning = beginning;
        this.report = report;
        this.children = new Children(ports, plans, this, clock);
        this.onFailure = new FailureStarts(ports, plans, this, report);
    }

    /** The same, but for how failures are reported to what is started on them. */
    public Effects reporting(FailureReport other) {
        return new Effects(ports, plans, clock, beginning, other);
    }

    /**
     * The same for commits that somebody outside makes: what follows and is somebody else's to do, such as a worker's, is begun
     * at once, so that the answer to the call shows it.
     *
     * @param beginning advances a step; what follows from that must end, so that in the end it goes by way of the queue
     */
    public Effects beginningAtOnce(Beginning beginning) {
        return new Effects(ports, plans, clock, Optional.of(beginning), report);
    }

    /** How steps are begun at once. */
    public interface Beginning {
        void begin(Step step);

        /** Whether an operation of that type may be run where somebody waits for the answer: it reaches nothing outside. */
        default boolean mayRun(String type) {
            return false;
        }
    }

    /**
     * What follows from a recorded stage run.
     *
     * @param context the execution, and the runs that tell about this one
     */
    void follow(Plan plan, Recorded context, StageRun run) {
        apply(plan, context.execution(), Decider.effects(plan, context, run, clock.instant()));
    }

    /** What follows from a stage run that was recorded before, as far as it has left no trace yet. */
    void followAgain(Plan plan, Recorded context, StageRun run) {
        Execution execution = context.execution();
        Set<StageRunKey> keys = new LinkedHashSet<>(Decider.traces(plan, context, run));
        context.runs().values().stream()
                .filter(other -> other.state() instanceof StageRunState.Elements)
                .map(StageRun::key)
                .forEach(keys::add);
        boolean wide = run.state() instanceof StageRunState.Mapping;
        Recorded recorded = keys.isEmpty()
                ? Recorded.of(execution, List.of())
                : wide
                        ? Recorded.of(execution, ports.runs().elements(execution.id(), run.key(), 0))
                        : ports.runs().read(execution.id(), keys).orElseThrow();
        apply(plan, execution, new Frontier(plan, recorded).after(run, clock.instant()));
    }

    /**
     * What follows from a loop that has come to a round. Where the round had begun before, since the loop was tried or run anew, that is
     * what is left of it to do.
     *
     * @param context the execution
     */
    void followRound(Plan plan, Recorded context, StageRun loop, StageRunState.Looping at) {
        Execution execution = context.execution();
        if (execution.reopenedAt().isPresent() && hasBegun(plan, execution, loop, at)) {
            Recorded recorded = ports.executions().read(execution.id(), 0).orElseThrow();
            apply(plan, execution, new Frontier(plan, recorded).afterRound(loop, at.round(), clock.instant()));
        } else {
            follow(plan, context, loop);
        }
    }

    private boolean hasBegun(Plan plan, Execution execution, StageRun loop, StageRunState.Looping at) {
        Iterations iterations = new Iterations(plan, execution.past().reruns());
        List<StageRunKey> entry = plan.task(loop.key().stage()).activity() instanceof Activity.Loop around
                ? around.entry().stream()
                        .map(stage ->
                                iterations.beside(stage, loop.key().iteration().at(at.round())))
                        .toList()
                : List.of();
        return ports.runs()
                .read(execution.id(), entry)
                .filter(recorded -> !recorded.runs().isEmpty())
                .isPresent();
    }

    /** All sends go together, so that they share requests. */
    void apply(Plan plan, Execution execution, List<Effect> effects) {
        List<StepQueue.Delayed> sends = new ArrayList<>();
        Set<StageRunKey> resumed = new HashSet<>();
        for (Effect effect : effects) {
            switch (effect) {
                case Effect.Send send -> schedule(execution, send, sends);
                case Effect.Resume resume -> {
                    // A loop that is gone through again is told so by each round that it had: once is enough.
                    if (resumed.add(resume.run())) {
                        schedule(execution, Effect.Send.now(resume.run()), sends);
                    }
                }
                case Effect.Cancel cancel -> schedule(execution, Effect.Send.now(cancel.run()), sends);
                case Effect.Arrive arrive -> arrive(plan, execution, arrive);
                case Effect.Fail fail -> fail(plan, execution, fail);
                case Effect.Offer offer ->
                    ports.tasks().offer(offer.taskType(), offer.domain(), step(execution, offer.run()));
                case Effect.Delegate delegate -> {
                    if (children.start(execution, delegate)) {
                        schedule(execution, Effect.Send.now(delegate.run()), sends);
                    }
                }
                case Effect.Close close -> close(plan, execution, close);
                case Effect.Sweep sweep -> sweep(execution, sweep, sends);
                case Effect.Compensate compensate -> compensate(plan, execution);
                case Effect.End end -> end(plan, execution, end.end());
            }
        }
        List<StepQueue.Delayed> begun = sends.stream()
                .filter(send -> mayBegin(plan, execution, send))
                .limit(MOST_AT_ONCE)
                .toList();
        sends.removeAll(begun);
        if (!sends.isEmpty()) {
            ports.queue().send(sends);
        }
        begun.forEach(this::begin);
    }

    private boolean mayBegin(Plan plan, Execution execution, StepQueue.Delayed send) {
        return beginning.isPresent()
                && send.delay().isZero()
                && send.step().execution().equals(execution.id())
                && plan.find(send.step().run().stage()).orElse(null) instanceof Stage.Task task
                && task.forEach().isEmpty()
                && switch (task.activity()) {
                    case Activity.Await await -> true;
                    case Activity.Worker worker -> true;
                    case Activity.Decision decision -> true;
                    case Activity.Terminate terminate -> true;
                    case Activity.Operation operation ->
                        (task.place().moves().isPresent() || plan.isPrompt())
                                && beginning.get().mayRun(task.type());
                    case Activity.Choice choice -> plan.isPrompt();
                    case Activity.Merge merge -> plan.isPrompt();
                    case Activity.SetVariables set -> plan.isPrompt();
                    case Activity.Loop loop -> plan.isPrompt();
                    case Activity.SubWorkflow workflow -> plan.isPrompt();
                    case Activity.Dynamic dynamic -> plan.isPrompt() || dynamic.isAlwaysWorkers();
                };
    }

    /** What cannot be begun now is for the queue to have done. */
    private void begin(StepQueue.Delayed send) {
        try {
            beginning.orElseThrow().begin(send.step());
        } catch (RuntimeException e) {
            ports.queue().send(List.of(send));
        }
    }

    private static Step step(Execution execution, StageRunKey run) {
        return new Step(execution.workflow(), execution.id(), run);
    }

    private void schedule(Execution execution, Effect.Send send, List<StepQueue.Delayed> sends) {
        Duration delay = Duration.between(clock.instant(), send.notBefore());
        if (delay.compareTo(StepQueue.MAX_DELAY) > 0) {
            ports.wakes().bringForward(execution.id(), send.notBefore());
        } else {
            sends.add(new StepQueue.Delayed(step(execution, send.run()), delay.isNegative() ? Duration.ZERO : delay));
        }
    }

    private void arrive(Plan plan, Execution execution, Effect.Arrive arrive) {
        StageRunState.Gathering gathering =
                ports.runs().arrive(execution.id(), arrive.join(), arrive.alive(), arrive.dead());
        // The join's own revision is of no matter here: only what has arrived decides.
        follow(plan, Recorded.of(execution, List.of()), new StageRun(arrive.join(), 0, gathering));
    }

    /** Only what ends a fork first is followed: another may have ended it meanwhile. */
    private void close(Plan plan, Execution execution, Effect.Close close) {
        StageRun over = Decider.over(close, clock.instant());
        StageRun recorded = switch (ports.runs().write(execution.id(), over)) {
            case StageRunStore.Written.Done done -> over;
            case StageRunStore.Written.Lost lost -> lost.recorded();
        };
        if (recorded.overBy().equals(Optional.of(close.by()))) {
            follow(plan, Recorded.of(execution, List.of()), recorded);
        }
    }

    private void sweep(Execution execution, Effect.Sweep sweep, List<StepQueue.Delayed> sends) {
        ports.executions()
                .read(execution.id(), 0)
                .ifPresent(recorded -> Frontier.open(recorded, sweep.fork())
                        .forEach(run -> schedule(execution, Effect.Send.now(run.key()), sends)));
    }

    /** A commit of its own: the loop's or map's outcome, which what failed within it decides. */
    private void fail(Plan plan, Execution execution, Effect.Fail fail) {
        Stage.Task task = plan.task(fail.run().stage());
        Iterations iterations = new Iterations(plan, execution.past().reruns());
        Set<StageRunKey> keys = new LinkedHashSet<>(List.of(fail.run()));
        if (iterations.isElement(task, fail.run().iteration())) {
            keys.add(iterations.items(task.id(), fail.run().iteration()));
        }
        Recorded recorded = ports.runs().read(execution.id(), keys).orElseThrow();
        Optional<StageRun> known = recorded.run(fail.run());
        while (known.isPresent() && !(known.get().state() instanceof StageRunState.Outcome)) {
            Instant now = clock.instant();
            StageRunState failed = Decider.failedForGood(
                    task,
                    new Attempt(1, since(known.get().state(), now), now, 0),
                    new AttemptResult.Failed(
                            Optional.empty(), fail.failure(), known.get().output()));
            StageRun written = known.get().to(failed);
            known = switch (ports.runs().write(execution.id(), written)) {
                case StageRunStore.Written.Done done -> Optional.of(written);
                case StageRunStore.Written.Lost lost -> Optional.of(lost.recorded());
            };
        }
        known.ifPresent(run -> follow(plan, recorded, run));
    }

    private static Instant since(StageRunState state, Instant now) {
        return switch (state) {
            case StageRunState.Looping looping -> looping.since();
            case StageRunState.Mapping mapping -> mapping.since();
            case StageRunState other -> now;
        };
    }

    /** Whether what comes before a run leads to it by what is recorded now. */
    boolean isReached(Turn turn) {
        Recorded recorded = ports.executions().read(turn.execution().id(), 0).orElseThrow();
        return new Frontier(turn.plan(), recorded).isReached(turn.key(), clock.instant());
    }

    /** The executions that do the work of others. */
    Children children() {
        return children;
    }

    /**
     * Begins an execution that follows from another, unless it is there.
     *
     * @return whether it is new
     */
    boolean begin(Plan plan, Execution execution) {
        boolean isNew = ports.executions().create(execution, firstLook(execution, plan, clock.instant()));
        if (isNew) {
            apply(plan, execution, Decider.start(plan, execution));
        }
        return isNew;
    }

    /** When the watchdog is to look at a new execution. */
    static Instant firstLook(Execution execution, Plan plan, Instant now) {
        Instant look = now.plus(WakeDue.FIRST_LOOK);
        return execution
                .deadline(plan.timeoutSeconds())
                .filter(deadline -> deadline.isBefore(look))
                .orElse(look);
    }

    /** Ends an execution, or, where something is to be undone or started first, begins with that. */
    void end(Plan plan, Execution execution, ExecutionState.Ended end) {
        boolean undoes = (plan.compensates() || plan.onFailure().isPresent())
                && switch (end) {
                    case ExecutionState.Failed failed -> true;
                    case ExecutionState.TimedOut timedOut -> true;
                    case ExecutionState.Completed completed -> false;
                    case ExecutionState.Canceled canceled -> false;
                };
        if (undoes) {
            Instant now = clock.instant();
            ports.executions()
                    .changeAsSeen(
                            execution,
                            Set.of(Name.LIVE),
                            new ExecutionState.Compensating(now, end),
                            Optional.of(now.plus(WakeDue.FIRST_LOOK)));
            compensate(plan, execution);
        } else {
            ended(plan, ports.executions().changeAsSeen(execution, Set.of(Name.LIVE), end, Optional.empty()));
        }
    }

    /** Undoes what is to be undone next; when nothing is left, starts what is to be started on the failure, and ends the execution. */
    void compensate(Plan plan, Execution execution) {
        // A lease is judged by a time before the reading: who held it may have done more since.
        Instant now = clock.instant();
        Recorded recorded = ports.executions().read(execution.id(), 0).orElseThrow();
        if (!(recorded.execution().state() instanceof ExecutionState.Compensating compensating)) {
            ended(plan, Optional.of(new ExecutionStore.Change(false, recorded.execution())));
            return;
        }
        switch (new Compensation(plan, recorded).next(now)) {
            case Compensation.Next.Undo undo ->
                apply(plan, recorded.execution(), List.of(new Effect.Send(undo.run(), undo.notBefore())));
            case Compensation.Next.Wait wait -> ports.wakes().bringForward(execution.id(), wait.until());
            case Compensation.Next.Done done -> {
                Optional<ExecutionId> started = onFailure.start(plan, recorded.execution(), compensating);
                ExecutionState.Ended end = Compensation.finished(compensating, clock.instant(), started);
                // Whoever is slow would otherwise end what failed again after somebody had it tried again.
                ended(
                        plan,
                        ports.executions()
                                .changeAsSeen(recorded.execution(), Set.of(Name.COMPENSATING), end, Optional.empty()));
            }
        }
    }

    /** What follows from an end: whoever waits for it hears of it, and what it waits for is canceled. */
    void ended(Plan plan, Optional<ExecutionStore.Change> change) {
        change.map(ExecutionStore.Change::execution).filter(Execution::hasEnded).ifPresent(execution -> {
            children.tellParent(execution);
            if (change.get().made()) {
                children.cancelAll(plan, execution);
            }
        });
    }

    /** Moves an execution's next look to this time, if it is later: for commits that no message would bring to notice again. */
    void lookBy(Execution execution, Instant at) {
        ports.wakes().bringForward(execution.id(), at);
    }
}

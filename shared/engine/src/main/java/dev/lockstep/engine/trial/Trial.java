package dev.lockstep.engine.trial;

import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.operations.Catalogue;
import dev.lockstep.engine.ports.ExecutionStore;
import dev.lockstep.engine.ports.Ids;
import dev.lockstep.engine.ports.OperationRunner;
import dev.lockstep.engine.ports.StageRunStore;
import dev.lockstep.engine.ports.Wakes;
import dev.lockstep.engine.ports.WorkflowStore;
import dev.lockstep.engine.ports.memory.InMemoryExecutionStore;
import dev.lockstep.engine.ports.memory.InMemoryIdempotencyStore;
import dev.lockstep.engine.ports.memory.InMemoryPollRecords;
import dev.lockstep.engine.ports.memory.InMemoryStageRunStore;
import dev.lockstep.engine.ports.memory.InMemoryStepQueue;
import dev.lockstep.engine.ports.memory.InMemoryTable;
import dev.lockstep.engine.ports.memory.InMemoryTaskPlaces;
import dev.lockstep.engine.ports.memory.InMemoryWakes;
import dev.lockstep.engine.usecases.Activities;
import dev.lockstep.engine.usecases.AdvanceStep;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.Effects;
import dev.lockstep.engine.usecases.FailureReport;
import dev.lockstep.engine.usecases.Idempotency;
import dev.lockstep.engine.usecases.Looking;
import dev.lockstep.engine.usecases.Plans;
import dev.lockstep.engine.usecases.PollTasks;
import dev.lockstep.engine.usecases.ReadExecution;
import dev.lockstep.engine.usecases.Refusal;
import dev.lockstep.engine.usecases.ReportTask;
import dev.lockstep.engine.usecases.StageWorker;
import dev.lockstep.engine.usecases.StartExecution;
import dev.lockstep.engine.usecases.WakeDue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Runs one execution of a workflow in memory, by the step protocol as it is, in one thread and in no time: what would wait is
 * passed to at once, and all that would reach outside is told by mocks. Nothing of it remains.
 */
public final class Trial {
    /** What each step takes, so that what came first can be told from what came next. */
    private static final Duration STEP = Duration.ofMillis(1);

    private final Instant began;
    private final VirtualClock clock;
    private final Spent spent;
    private final InMemoryStepQueue queue;
    private final Wakes wakes;
    private final ExecutionStore executions;
    private final StageRunStore runs;
    private final Plans plans;
    private final StartExecution start;
    private final ReadExecution read;
    private final AdvanceStep advance;
    private final WakeDue watchdog;
    private final Answers answers;
    private final Pending pending;
    private final Caller caller;

    /**
     * What a trial has of the world.
     *
     * @param workflows the versions that it may run, and no others; they are read alone
     * @param catalogue of which those with effects are not run
     * @param report what is told of a failure to what is started on it
     * @param clock the real time, at which it begins
     */
    public record World(
            WorkflowStore workflows,
            Catalogue catalogue,
            OperationRunner runner,
            FailureReport report,
            Ids ids,
            InstantSource clock) {}

    /**
     * @param caller whose workspace the workflows are of
     * @param mocks what is told of the execution's stages
     */
    public Trial(World world, Caller caller, Mocks mocks, TrialBounds bounds) {
        this.caller = caller;
        this.began = world.clock().instant();
        this.clock = new VirtualClock(began);
        this.spent = new Spent(bounds, world.clock());
        InMemoryTable table = new InMemoryTable();
        this.queue = new InMemoryStepQueue(clock);
        this.wakes = new InMemoryWakes(table);
        this.executions = new InMemoryExecutionStore(table);
        this.runs = new MeteredRuns(new InMemoryStageRunStore(table), spent);
        this.plans = new Plans(world.workflows());
        OneInbox inbox = new OneInbox();
        KnownMocks known = new KnownMocks(runs, plans, mocks);
        Effects effects = new Effects(new Effects.Ports(executions, runs, queue, inbox, wakes), plans, clock)
                .reporting(world.report());
        StageWorker worker = new StageWorker(
                        world.catalogue(),
                        world.runner(),
                        new Activities(world.workflows(), plans, world.ids(), new InMemoryPollRecords()))
                .with(known);
        SplittableRandom chance = new SplittableRandom(1);
        this.advance =
                new AdvanceStep(plans, runs, worker, new Looking(executions, runs, plans), effects, clock, chance);
        this.watchdog = new WakeDue(wakes, executions, plans, effects, clock);
        this.read = new ReadExecution(executions, world.workflows(), plans);
        this.start = new StartExecution(
                new StartExecution.Ports(world.workflows(), plans, executions, runs, effects),
                new Idempotency(new InMemoryIdempotencyStore(), clock),
                world.ids(),
                clock);
        InMemoryTaskPlaces places = new InMemoryTaskPlaces();
        PollTasks poll = new PollTasks(inbox, places, plans, runs, effects, clock, chance);
        ReportTask report = new ReportTask(inbox, places, plans, runs, effects, clock, chance);
        this.answers = new Answers(new Answers.Desk(inbox, poll, report), runs, plans, known, clock, caller);
        this.pending = new Pending(runs, plans, answers);
    }

    /**
     * Where a trial has come to.
     *
     * @param brokenOff the bound that it was broken off at, if it was; otherwise the execution has ended, or waits for somebody of
     *     whom nothing is told
     */
    public record Outcome(ReadExecution.Found found, Optional<String> brokenOff) {}

    /**
     * Starts an execution and lets it go on as far as it does.
     *
     * @throws Refusal where there is no such workflow or version, or the input does not match
     */
    public Outcome run(StartExecution.Request request) {
        ExecutionId id = start.start(caller, request);
        Optional<String> out = Optional.empty();
        while (out.isEmpty() && !execution(id).hasEnded() && goOn()) {
            out = spent.out(Duration.between(began, clock.instant()));
        }
        Optional<String> brokenOff = execution(id).hasEnded() ? Optional.empty() : out;
        return new Outcome(read.read(caller, id), brokenOff);
    }

    private Execution execution(ExecutionId id) {
        return runs.read(id, List.of()).map(Recorded::execution).orElseThrow();
    }

    /** @return whether there was something to do, or to wait for */
    private boolean goOn() {
        spent.step();
        Optional<InMemoryStepQueue.Message> message = queue.take();
        message.ifPresent(taken -> {
            clock.pass(STEP);
            advance.advance(taken.step());
        });
        answers.look();
        return message.isPresent() || answers.act() || pass();
    }

    /** Time goes on to what is due next, if there is something to wait for; on the way the watchdog looks at what it is to look at. */
    private boolean pass() {
        if (!isTimeWaitedFor()) {
            return false;
        }
        Optional<Instant> wake = nextWake();
        Optional<Instant> next = earliest(queue.nextDue(), answers.nextDue());
        boolean looks =
                wake.isPresent() && next.filter(at -> at.isBefore(wake.get())).isEmpty();
        if (looks) {
            clock.passTo(wake.get());
            for (int shard = 0; shard < wakes.shards(); shard++) {
                watchdog.wake(shard);
            }
        } else {
            next.ifPresent(clock::passTo);
        }
        return looks || next.isPresent();
    }

    private static Optional<Instant> earliest(Optional<Instant> one, Optional<Instant> other) {
        return Stream.concat(one.stream(), other.stream()).min(Instant::compareTo);
    }

    private Optional<Instant> nextWake() {
        return live(1).map(Wakes.Wake::at).min(Instant::compareTo);
    }

    /** Of each shard, as many as asked for of those that are to be looked at, the first ones first. */
    private Stream<Wakes.Wake> live(int most) {
        return Stream.iterate(0, shard -> shard < wakes.shards(), shard -> shard + 1)
                .flatMap(shard -> wakes.due(shard, Instant.MAX, most).stream());
    }

    /** Whether something ends by itself in time. That somebody has not told anything by then is nothing to wait for. */
    private boolean isTimeWaitedFor() {
        return answers.nextDue().isPresent()
                || queue.waiting().stream().anyMatch(message -> pending.isTimeWaitedFor(message.step()))
                || live(Integer.MAX_VALUE)
                        .flatMap(wake -> executions.read(wake.execution(), 0).stream())
                        .anyMatch(recorded -> pending.isTimeWaitedFor(recorded, clock.instant()));
    }
}

package dev.lockstep.engine.usecases;

import dev.lockstep.engine.data.DataType;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.definition.WorkflowVersion;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.execution.Tags;
import dev.lockstep.engine.operations.Call;
import dev.lockstep.engine.operations.Catalogue;
import dev.lockstep.engine.operations.Operation;
import dev.lockstep.engine.operations.OperationFailure;
import dev.lockstep.engine.ports.DeadLetterStore;
import dev.lockstep.engine.ports.ExecutionStore;
import dev.lockstep.engine.ports.OperationRunner;
import dev.lockstep.engine.ports.StageRunStore;
import dev.lockstep.engine.ports.Wakes;
import dev.lockstep.engine.ports.memory.InMemoryDeadLetterStore;
import dev.lockstep.engine.ports.memory.InMemoryExecutionStore;
import dev.lockstep.engine.ports.memory.InMemoryIdempotencyStore;
import dev.lockstep.engine.ports.memory.InMemoryPollRecords;
import dev.lockstep.engine.ports.memory.InMemoryStageRunStore;
import dev.lockstep.engine.ports.memory.InMemoryStepQueue;
import dev.lockstep.engine.ports.memory.InMemoryTable;
import dev.lockstep.engine.ports.memory.InMemoryTaskPlaces;
import dev.lockstep.engine.ports.memory.InMemoryWakes;
import dev.lockstep.engine.ports.memory.InMemoryWorkerTasks;
import dev.lockstep.engine.ports.memory.InMemoryWorkflowStore;
import dev.lockstep.engine.ports.memory.SequentialIds;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;

/** The engine on ports in memory, in one thread, with the time in the test's hands. */
final class World {
    static final String EFFECT = "Test.Effect";
    static final Workspace WORKSPACE = Workspace.DEFAULT;
    static final Caller CALLER = new Caller(WORKSPACE, "key-1", Set.of("admin"));

    final Meanwhile meanwhile = new Meanwhile();

    /** Between what a step does with stage runs. */
    final Meanwhile amidStep = new Meanwhile();

    final Meanwhile amidSkip = new Meanwhile();
    final Meanwhile amidPoll = new Meanwhile();
    final Meanwhile amidReport = new Meanwhile();

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    final InstantSource clock = () -> now;

    private final InMemoryTable table = new InMemoryTable();
    final InMemoryStepQueue queue = new InMemoryStepQueue(clock);
    final ExecutionStore executions = new InMemoryExecutionStore(table);
    private final InMemoryStageRunStore runs = new InMemoryStageRunStore(table);
    private final InMemoryWorkflowStore workflows = new InMemoryWorkflowStore();
    private final InMemoryIdempotencyStore idempotencies = new InMemoryIdempotencyStore();
    private final SequentialIds ids = new SequentialIds();
    final InMemoryWorkerTasks tasks = new InMemoryWorkerTasks(clock);
    final InMemoryPollRecords polls = new InMemoryPollRecords();
    final InMemoryTaskPlaces places = new InMemoryTaskPlaces();
    private final Wakes wakes = new InMemoryWakes(table);
    private final Plans plans = new Plans(workflows);
    private final Catalogue catalogue = Catalogue.builtIn().with(new FlakyEffect());

    final StartExecution start;
    private final AdvanceStep advance;
    private final WakeDue watchdog;
    final FailDeadStep deadLetters;
    final ReopenExecution reopen;
    final RerunExecution rerun;
    final SignalExecution signal;
    final PauseExecution pause;
    final CancelExecution cancel;
    final SkipStage skip;
    final PollTasks poll;
    final ReportTask report;
    final ReportTask promptReport;
    final TakeTransition transitions;
    boolean beginsBreakOff;
    final InMemoryDeadLetterStore letters = new InMemoryDeadLetterStore();
    final TakeDeadLetter takeDeadLetter;
    final RedriveDeadLetter redrive;

    /** How often each stage's effect was run, and how often it still fails first. */
    final Map<String, Integer> effects = new LinkedHashMap<>();

    int brokenSweeps;
    final Map<String, Integer> failuresToCome = new HashMap<>();

    World() {
        ExecutionStore watched = meanwhile.on(ExecutionStore.class, executions);
        Effects follow = new Effects(new Effects.Ports(watched, runs, queue, tasks, wakes), plans, clock);
        OperationRunner runner = (operation, call, timeout) -> operation.run(call);
        StageWorker worker = new StageWorker(
                catalogue, meanwhile.on(OperationRunner.class, runner), new Activities(workflows, plans, ids, polls));
        StageRunStore stepRuns = amidStep.on(StageRunStore.class, runs);
        advance = new AdvanceStep(
                plans, stepRuns, worker, new Looking(executions, runs, plans), follow, clock, new Random(1));
        watchdog = new WakeDue(wakes, executions, plans, follow, clock);
        deadLetters = new FailDeadStep(plans, runs, follow, clock);
        ReadExecution read = new ReadExecution(executions, workflows, plans);
        pause = new PauseExecution(read, executions, follow, clock);
        cancel = new CancelExecution(read, executions, follow, clock);
        skip = new SkipStage(read, amidSkip.on(StageRunStore.class, runs), follow, clock);
        poll = new PollTasks(
                tasks, places, plans, amidPoll.on(StageRunStore.class, runs), follow, clock, new Random(1));
        StageRunStore reportRuns = amidReport.on(StageRunStore.class, runs);
        report = new ReportTask(tasks, places, plans, reportRuns, follow, clock, new Random(1));
        promptReport =
                new ReportTask(tasks, places, plans, runs, follow.beginningAtOnce(this::begin), clock, new Random(1));
        transitions = new TakeTransition(
                read, meanwhile.on(StageRunStore.class, runs), follow.beginningAtOnce(this::begin), clock);
        takeDeadLetter = new TakeDeadLetter(
                meanwhile.on(DeadLetterStore.class, letters), deadLetters, Duration.ofDays(1), clock);
        signal = new SignalExecution(read, runs, follow, clock);
        reopen = new ReopenExecution(read, executions, follow, clock);
        rerun = new RerunExecution(read, executions, follow, clock);
        redrive = new RedriveDeadLetter(letters, read, reopen, follow, clock);
        start = new StartExecution(
                new StartExecution.Ports(
                        workflows, plans, meanwhile.on(ExecutionStore.class, executions), runs, follow),
                new Idempotency(idempotencies, clock),
                ids,
                clock);
    }

    private void begin(Step step) {
        if (beginsBreakOff) {
            throw new IllegalStateException("no answer");
        }
        advance.advance(step);
    }

    WorkflowId register(Plan plan) {
        WorkflowRef ref = new WorkflowRef(WORKSPACE, new WorkflowId("wf-" + plan.hashCode()), 1);
        workflows.add(new WorkflowVersion(ref, "test", Json.object(), plan, now));
        return ref.workflow();
    }

    /** Makes this the second version. */
    void update(WorkflowId workflow, Plan plan) {
        WorkflowRef ref = new WorkflowRef(WORKSPACE, workflow, 2);
        workflows.add(new WorkflowVersion(ref, "test", Json.object(), plan, now));
    }

    ExecutionId start(WorkflowId workflow) {
        return start(workflow, Optional.empty());
    }

    ExecutionId start(WorkflowId workflow, Optional<IdempotencyKey> key) {
        return start.start(
                CALLER, new StartExecution.Request(workflow, Optional.empty(), Json.object(), Tags.NONE, key));
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    Plan plan(ExecutionId id) {
        return plans.get(read(id).execution().workflow()).plan();
    }

    Recorded read(ExecutionId id) {
        return executions.read(id).orElseThrow();
    }

    /** Delivers one message that is due, as the queue would to the step function. */
    boolean deliver() {
        Optional<InMemoryStepQueue.Message> due = queue.take();
        due.ifPresent(message -> {
            if (message.deliveries() > 5) {
                deadLetters.fail(message.step());
            } else {
                advance.advance(message.step());
            }
        });
        return due.isPresent();
    }

    /** Takes the message of a stage that is due, and leaves it to the test to have it delivered or lost. */
    Step take(String stage) {
        return queue.take(queue.due().stream()
                        .filter(message -> message.step().run().stage().equals(stage))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("no message of " + stage + " is due")))
                .step();
    }

    /** Delivers the message of a stage that is due before all others. */
    void deliver(String stage) {
        deliver(take(stage));
    }

    void deliver(Step step) {
        advance.advance(step);
    }

    /** Delivers the message that was sent last. */
    void deliverLast() {
        advance.advance(queue.take(queue.due().getLast()).step());
    }

    void runWhile(ExecutionId id, BooleanSupplier condition) {
        while (condition.getAsBoolean() && read(id).execution().isLive()) {
            deliver();
        }
    }

    void sweep() {
        for (int shard = 0; shard < wakes.shards(); shard++) {
            try {
                watchdog.wake(shard);
            } catch (IllegalStateException broken) {
                brokenSweeps++; // The next run takes it up.
            }
        }
    }

    /** As after all messages are lost. */
    void recover() {
        for (int shard = 0; shard < wakes.shards(); shard++) {
            watchdog.recover(shard);
        }
    }

    /** Lets deliveries, time and sweeps go on until the execution has ended. */
    void runToEnd(ExecutionId id) {
        for (int turn = 0; turn < 5_000; turn++) {
            if (!read(id).execution().isLive()) {
                return;
            }
            if (!deliver()) {
                pass(Duration.ofSeconds(10));
                sweep();
            }
        }
        throw new AssertionError("the execution does not end: " + read(id));
    }

    boolean isCompleted(ExecutionId id) {
        return read(id).execution().state() instanceof ExecutionState.Completed;
    }

    private final class FlakyEffect implements Operation {
        @Override
        public String type() {
            return EFFECT;
        }

        @Override
        public String title() {
            return "An effect that may fail";
        }

        @Override
        public DataType takes() {
            return DataType.ANY;
        }

        @Override
        public DataType gives(DataType input) {
            return input;
        }

        @Override
        public boolean hasEffects() {
            return true;
        }

        @Override
        public JsonNode run(Call call) throws OperationFailure {
            String stage = call.idempotencyKey().split("/", -1)[1];
            effects.merge(stage, 1, Integer::sum);
            if (failuresToCome.merge(stage, -1, Integer::sum) >= 0) {
                throw new OperationFailure("Flaky", "not this time");
            }
            return call.input();
        }
    }
}

package dev.lockstep.engine.simulation;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.definition.WorkflowVersion;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.execution.Tags;
import dev.lockstep.engine.ports.OperationRunner;
import dev.lockstep.engine.ports.TaskType;
import dev.lockstep.engine.ports.memory.SequentialIds;
import dev.lockstep.engine.usecases.AdvanceStep;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.CancelExecution;
import dev.lockstep.engine.usecases.Effects;
import dev.lockstep.engine.usecases.FailDeadStep;
import dev.lockstep.engine.usecases.IdempotencyKey;
import dev.lockstep.engine.usecases.PauseExecution;
import dev.lockstep.engine.usecases.Plans;
import dev.lockstep.engine.usecases.PollTasks;
import dev.lockstep.engine.usecases.ReadExecution;
import dev.lockstep.engine.usecases.ReopenExecution;
import dev.lockstep.engine.usecases.ReportTask;
import dev.lockstep.engine.usecases.RerunExecution;
import dev.lockstep.engine.usecases.SignalExecution;
import dev.lockstep.engine.usecases.SkipStage;
import dev.lockstep.engine.usecases.StartExecution;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** One run of a scenario: the whole engine, on ports that are struck and watched. */
final class Simulation {
    static final WorkflowId WORKFLOW = new WorkflowId("wf-1");
    static final WorkflowId CHILD = new WorkflowId("wf-2");
    private static final Caller CALLER = new Caller(Workspace.DEFAULT, "key-1", Set.of("admin"));
    private final Scenario scenario;
    private final Protocol protocol;
    private final Timeline timeline = new Timeline();
    private final Memory memory = new Memory();
    private final Workflows workflows = new Workflows();
    private final Faults faults;
    private final Cloud cloud;
    private final WatchedExecutions executions;
    private final ScriptedRunner runner;
    private final SimulatedQueue queue;
    private final SimulatedTasks tasks;
    private final DoneSteps doneSteps;
    private final Beginnings beginnings;
    private final People people;
    private final Workers workers;

    private final StartExecution start;
    private final AdvanceStep advance;
    private final FailDeadStep failDead;
    private final Watchdog watchdog;
    private final ReadExecution read;

    private final Map<Integer, ExecutionId> answers = new HashMap<>();
    private int callsToCome;

    Simulation(Scenario scenario, Protocol protocol, Trace trace) {
        this.scenario = scenario;
        this.protocol = protocol;
        SplittableRandom chance = new SplittableRandom(~scenario.seed());
        faults = new Faults(chance.split(), scenario.rates());
        cloud = new Cloud(timeline, faults, trace);
        beginnings = new Beginnings(memory, workflows, cloud);
        executions = new WatchedExecutions(memory, workflows, cloud, beginnings);
        Holders holders = new Holders(memory, workflows, executions::accepted, cloud);
        WatchedStageRuns runs = new WatchedStageRuns(memory, workflows, cloud, beginnings, holders);
        runner = new ScriptedRunner(runs, cloud);
        queue = new SimulatedQueue(timeline, faults, cloud, this::advance, this::failDead);
        tasks = new SimulatedTasks(timeline, faults, cloud, this::poll);
        doneSteps = new DoneSteps(memory, workflows, queue, tasks, beginnings, cloud);

        InstantSource clock = cloud::clock;
        Ports ports = new Ports(
                        memory.workflows,
                        executions,
                        runs,
                        queue,
                        memory.wakes,
                        memory.idempotencies,
                        tasks,
                        tasks,
                        memory.places)
                .struck(cloud, faults);
        Plans plans = new Plans(protocol.forPlans(ports.workflows()));
        Engine engine = new Engine(
                plans, FaultyPort.crashing(OperationRunner.class, runner, cloud, faults), new SequentialIds(), clock);
        read = engine.read(protocol.forReadings(ports));
        Ports forPeople = protocol.forPeople(ports);
        people = new People(calls(engine, forPeople), timeline, cloud, memory, workflows, executions, chance.split());
        failDead = engine.failDead(ports);

        Ports forStarts = protocol.forStarts(ports);
        start = engine.start(forStarts, engine.effects(forStarts));

        Ports forSteps = protocol.forSteps(ports);
        advance = engine.advance(forSteps, engine.effects(forSteps), chance.split());

        watchdog = new Watchdog(engine.watchdog(protocol.forWatchdog(ports)), timeline, memory, faults, cloud);

        Ports forWorkers = protocol.forWorkers(ports);
        Effects queueing = engine.effects(forWorkers);
        AdvanceStep begin = engine.advance(forWorkers, queueing, chance.split());
        Effects prompt = queueing.beginningAtOnce(begin::advance);
        workers = new Workers(
                new Workers.Calls(
                        new PollTasks(
                                forWorkers.inbox(),
                                forWorkers.places(),
                                plans,
                                forWorkers.runs(),
                                prompt,
                                clock,
                                chance.split()),
                        new ReportTask(
                                forWorkers.inbox(),
                                forWorkers.places(),
                                plans,
                                forWorkers.runs(),
                                prompt,
                                clock,
                                chance.split())),
                timeline,
                cloud,
                holders,
                doneSteps,
                chance.split());
    }

    private static People.Calls calls(Engine engine, Ports ports) {
        ReadExecution read = engine.read(ports);
        Effects effects = engine.effects(ports);
        InstantSource clock = engine.clock();
        return new People.Calls(
                new PauseExecution(read, ports.executions(), effects, clock),
                new CancelExecution(read, ports.executions(), effects, clock),
                new ReopenExecution(read, ports.executions(), effects, clock),
                new RerunExecution(read, ports.executions(), effects, clock),
                new SignalExecution(read, ports.runs(), effects, clock),
                new SkipStage(read, ports.runs(), effects, clock));
    }

    /**
     * Runs it to the end.
     *
     * @throws Violation where a promise was broken
     */
    Outcome run() {
        try {
            arrange();
            Duration most = scenario.faultsFor().plus(scenario.patience());
            timeline.goOnWhile(this::isUnderWay, most, this::whatHangs);
            return new Outcome(
                    scenario, memory, workflows, executions.accepted(), runner, cloud, beginnings, workers.seen());
        } finally {
            cloud.killAll();
        }
    }

    private boolean isUnderWay() {
        return callsToCome > 0 || people.mayMove() || executions.live() > 0;
    }

    private String whatHangs() {
        return "after " + timeline.passed() + ": "
                + executions.accepted().stream()
                        .map(id -> memory.executions.read(id).orElseThrow())
                        .filter(recorded -> !recorded.execution().hasEnded())
                        .toList();
    }

    private void arrange() {
        register(WORKFLOW, 1, scenario.versions().getFirst());
        register(CHILD, 1, scenario.child());
        if (scenario.versions().size() > 1) {
            timeline.in(
                    scenario.updateAt(),
                    () -> register(WORKFLOW, 2, scenario.versions().get(1)));
        }
        timeline.in(scenario.faultsFor(), () -> {
            cloud.tell(() -> "the faults stop");
            faults.stop();
        });
        scenario.restart().ifPresent(when -> timeline.in(when, this::restart));
        for (Scenario.Start wanted : scenario.starts()) {
            for (Duration when : wanted.at()) {
                callsToCome++;
                timeline.in(when, () -> start(wanted));
            }
        }
        people.come(scenario.moves());
        watchdog.sweepLater();
    }

    private void register(WorkflowId id, int version, Workflow workflow) {
        WorkflowRef ref = new WorkflowRef(Workspace.DEFAULT, id, version);
        workflows.add(ref, workflow);
        memory.workflows.add(new WorkflowVersion(ref, "generated", Json.object(), workflow.plan(), Timeline.START));
    }

    private void start(Scenario.Start wanted) {
        Optional<IdempotencyKey> key =
                wanted.keyed() ? Optional.of(new IdempotencyKey("start-" + wanted.number(), "body")) : Optional.empty();
        StartExecution.Request request =
                new StartExecution.Request(WORKFLOW, Optional.empty(), wanted.input(), Tags.NONE, key);
        cloud.invoke("start", Optional.empty(), () -> answered(wanted, start.start(CALLER, request)), call -> {
            if (wanted.keyed() && !call.isDone()) {
                timeline.in(Duration.ofSeconds(2), () -> start(wanted));
            } else {
                callsToCome--;
            }
        });
    }

    private void answered(Scenario.Start wanted, ExecutionId id) {
        ExecutionId before = answers.putIfAbsent(wanted.number(), id);
        if (before == null) {
            wanted.cancelAfter()
                    .ifPresent(after -> timeline.in(
                            after, () -> people.cancel(memory.execution(id).orElseThrow())));
            read(new Reader(), id, wanted.readings());
        } else {
            Promise.ONE_KEY_STARTS_ONE_EXECUTION.holdsIf(
                    before.equals(id), () -> "start " + wanted.number() + " gave " + before + ", then " + id);
        }
    }

    /** One reading after the other, since an answer that comes late may be old. */
    private void read(Reader reader, ExecutionId id, int times) {
        if (times == 0) {
            return;
        }
        Runnable body = () -> {
            Recorded recorded = read.read(CALLER, WORKFLOW.value(), id).recorded();
            reader.read(workflows.of(recorded.execution().workflow()), recorded);
        };
        Duration pause = faults.between(Duration.ZERO, Duration.ofSeconds(5));
        timeline.in(pause, () -> cloud.invoke("read", Optional.empty(), body, done -> read(reader, id, times - 1)));
    }

    private void advance(Step step, Consumer<Boolean> whenEnded) {
        checkVersion(step);
        Runnable body = () -> {
            advance.advance(step);
            protocol.afterStep();
        };
        cloud.invoke("step " + step.run().stage(), Optional.of(step), body, function -> {
            if (function.isDone()) {
                doneSteps.check(step, function);
            }
            whenEnded.accept(function.isDone());
        });
    }

    private void poll(TaskType type) {
        workers.poll(type);
    }

    private void checkVersion(Step step) {
        Promise.AN_EXECUTION_KEEPS_ITS_VERSION.holdsIf(
                memory.execution(step.execution())
                        .filter(execution -> execution.workflow().equals(step.workflow())
                                || step.run().iteration().generation()
                                        < execution.past().firstGeneration())
                        .isPresent(),
                () -> step + " is for " + memory.execution(step.execution()));
    }

    private void failDead(Step step, Consumer<Boolean> whenEnded) {
        cloud.invoke(
                "dead letter " + step.run().stage(),
                Optional.of(step),
                () -> failDead.fail(step),
                function -> whenEnded.accept(function.isDone()));
    }

    private void restart() {
        cloud.tell(() -> "the machine restarts");
        cloud.killAll();
        queue.loseAll();
        tasks.loseAll();
        watchdog.recover();
    }
}

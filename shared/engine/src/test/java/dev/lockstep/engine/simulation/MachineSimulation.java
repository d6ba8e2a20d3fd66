package dev.lockstep.engine.simulation;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.definition.WorkflowVersion;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.execution.Tags;
import dev.lockstep.engine.operations.Catalogue;
import dev.lockstep.engine.ports.OperationRunner;
import dev.lockstep.engine.ports.memory.InMemoryWorkerTasks;
import dev.lockstep.engine.ports.memory.SequentialIds;
import dev.lockstep.engine.usecases.Activities;
import dev.lockstep.engine.usecases.AdvanceStep;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.CancelExecution;
import dev.lockstep.engine.usecases.Effects;
import dev.lockstep.engine.usecases.FailDeadStep;
import dev.lockstep.engine.usecases.Idempotency;
import dev.lockstep.engine.usecases.IdempotencyKey;
import dev.lockstep.engine.usecases.Looking;
import dev.lockstep.engine.usecases.PauseExecution;
import dev.lockstep.engine.usecases.Plans;
import dev.lockstep.engine.usecases.ReadExecution;
import dev.lockstep.engine.usecases.StageWorker;
import dev.lockstep.engine.usecases.StartExecution;
import dev.lockstep.engine.usecases.TakeTransition;
import dev.lockstep.engine.usecases.WakeDue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** One run of a machine: the whole engine, on ports that are struck and watched, with walkers who make its transitions. */
final class MachineSimulation {
    private static final WorkflowRef MACHINE = new WorkflowRef(Workspace.DEFAULT, new WorkflowId("machine"), 1);
    private static final Caller CALLER = new Caller(Workspace.DEFAULT, "key-1", Set.of("admin"));
    private static final Catalogue CATALOGUE = Catalogue.builtIn()
            .with(new TestOperation(TestOperation.EFFECT, true), new TestOperation(TestOperation.PURE, false));

    private static final Duration AFTERMATH = Duration.ofMinutes(6);
    private static final int MOST_EVENTS = 1_000_000;

    /** How many states are passed at once for who waits for an answer. */
    private static final int MOST_AT_ONCE = 3;

    private static final InMemoryWorkerTasks NO_WORKERS = new InMemoryWorkerTasks();

    private final MachineScenario scenario;
    private final Plan plan;
    private final Timeline timeline = new Timeline();
    private final Memory memory = new Memory();
    private final Faults faults;
    private final Cloud cloud;
    private final WatchedMachines machines;
    private final MachineRunner runner;
    private final SimulatedQueue queue;
    private final Walkers walkers;
    private final SplittableRandom chance;

    private final StartExecution start;
    private final AdvanceStep advance;
    private final FailDeadStep failDead;
    private final WakeDue watchdog;
    private final SequentialIds ids = new SequentialIds();
    private int startsToCome;
    private int events;

    MachineSimulation(MachineScenario scenario, Protocol protocol, Trace trace) {
        this.scenario = scenario;
        this.plan = scenario.sketch().plan();
        this.chance = new SplittableRandom(~scenario.seed());
        faults = new Faults(chance.split(), scenario.rates());
        cloud = new Cloud(timeline, faults, trace);
        machines = new WatchedMachines(memory, scenario.sketch(), cloud);
        runner = new MachineRunner(scenario.seed(), memory, machines, cloud);
        queue = new SimulatedQueue(timeline, faults, cloud, this::advance, this::failDead);

        InstantSource clock = cloud::clock;
        Ports ports = new Ports(
                        memory.workflows,
                        machines.executions(),
                        machines.runs(),
                        queue,
                        memory.wakes,
                        memory.idempotencies,
                        NO_WORKERS,
                        NO_WORKERS)
                .struck(cloud, faults);
        Plans plans = new Plans(protocol.forPlans(ports.workflows()));

        Ports forSteps = protocol.forSteps(ports);
        advance = advance(forSteps, plans, effects(forSteps, plans, clock), clock);
        failDead = new FailDeadStep(plans, ports.runs(), effects(ports, plans, clock), clock);
        Ports forWatchdog = protocol.forWatchdog(ports);
        watchdog = new WakeDue(
                forWatchdog.wakes(), forWatchdog.executions(), plans, effects(forWatchdog, plans, clock), clock);
        Ports forStarts = protocol.forStarts(ports);
        start = new StartExecution(
                new StartExecution.Ports(
                        forStarts.workflows(),
                        plans,
                        forStarts.executions(),
                        forStarts.runs(),
                        promptEffects(forStarts, plans, clock)),
                new Idempotency(forStarts.idempotencies(), clock),
                ids,
                clock);
        Ports forPeople = protocol.forPeople(ports);
        ReadExecution read = new ReadExecution(forPeople.executions(), forPeople.workflows(), plans);
        Effects prompt = promptEffects(forPeople, plans, clock);
        walkers = new Walkers(
                new Walkers.Calls(
                        new TakeTransition(read, forPeople.runs(), prompt, clock),
                        new PauseExecution(read, forPeople.executions(), prompt, clock),
                        new CancelExecution(read, forPeople.executions(), prompt, clock)),
                plan,
                timeline,
                cloud,
                memory,
                machines,
                chance.split());
    }

    private AdvanceStep advance(Ports ports, Plans plans, Effects effects, InstantSource clock) {
        StageWorker worker = new StageWorker(
                CATALOGUE,
                FaultyPort.crashing(OperationRunner.class, runner, cloud, faults),
                new Activities(ports.workflows(), plans, ids));
        Looking looking = new Looking(ports.executions(), ports.runs(), plans);
        return new AdvanceStep(plans, ports.runs(), worker, looking, effects, clock, chance.split());
    }

    private static Effects effects(Ports ports, Plans plans, InstantSource clock) {
        return new Effects(
                new Effects.Ports(ports.executions(), ports.runs(), ports.queue(), ports.tasks(), ports.wakes()),
                plans,
                clock);
    }

    private Effects promptEffects(Ports ports, Plans plans, InstantSource clock) {
        Effects queueing = effects(ports, plans, clock);
        Effects prompt = queueing;
        for (int i = 0; i < MOST_AT_ONCE; i++) {
            AdvanceStep begin = advance(ports, plans, prompt, clock);
            prompt = queueing.beginningAtOnce(new Effects.Beginning() {
                @Override
                public void begin(Step step) {
                    begin.advance(step);
                }

                @Override
                public boolean mayRun(String type) {
                    return type.equals(TestOperation.PURE);
                }
            });
        }
        return prompt;
    }

    /**
     * Runs it to the end.
     *
     * @throws Violation where a promise was broken
     */
    MachineOutcome run() {
        try {
            arrange();
            Duration most = scenario.faultsFor().plus(MachineScenario.PATIENCE);
            Duration end = Duration.ZERO;
            while (timeline.passed().compareTo(end) < 0 || isUnderWay()) {
                Promise.ACCEPTED_EXECUTIONS_END.holdsIf(
                        timeline.passed().compareTo(most) < 0 && events < MOST_EVENTS, this::whatHangs);
                if (isUnderWay()) {
                    end = timeline.passed().plus(AFTERMATH);
                }
                events++;
                timeline.goOn();
            }
            return new MachineOutcome(scenario, memory, machines.accepted(), runner, cloud, walkers.answers());
        } finally {
            cloud.killAll();
        }
    }

    private boolean isUnderWay() {
        return startsToCome > 0 || walkers.mayMove() || live().findAny().isPresent();
    }

    private Stream<ExecutionId> live() {
        return machines.accepted().stream()
                .filter(id -> !memory.execution(id).map(Execution::hasEnded).orElse(false));
    }

    private String whatHangs() {
        return "after " + timeline.passed() + ": " + live().map(memory::all).toList();
    }

    private void arrange() {
        memory.workflows.add(new WorkflowVersion(MACHINE, "generated", Json.object(), plan, Timeline.START));
        timeline.in(scenario.faultsFor(), () -> {
            cloud.tell(() -> "the faults stop");
            faults.stop();
        });
        scenario.restart().ifPresent(when -> timeline.in(when, this::restart));
        startsToCome = scenario.starts().size();
        for (int i = 0; i < scenario.starts().size(); i++) {
            int number = i;
            timeline.in(scenario.starts().get(i), () -> start(number));
        }
        walkers.come(scenario.moves());
        sweepLater();
    }

    private void start(int number) {
        StartExecution.Request request = new StartExecution.Request(
                MACHINE.workflow(),
                Optional.empty(),
                Json.object(),
                Tags.NONE,
                Optional.of(new IdempotencyKey("start-" + number, "body")));
        cloud.invoke("start", Optional.empty(), () -> start.start(CALLER, request), call -> {
            if (call.isDone()) {
                startsToCome--;
            } else {
                timeline.in(Duration.ofSeconds(2), () -> start(number));
            }
        });
    }

    private void advance(Step step, Consumer<Boolean> whenEnded) {
        cloud.invoke(
                "step " + step.run(),
                Optional.of(step),
                () -> advance.advance(step),
                function -> whenEnded.accept(function.isDone()));
    }

    private void failDead(Step step, Consumer<Boolean> whenEnded) {
        cloud.invoke(
                "dead letter " + step.run(),
                Optional.of(step),
                () -> failDead.fail(step),
                function -> whenEnded.accept(function.isDone()));
    }

    private void sweepLater() {
        timeline.in(faults.between(Duration.ofSeconds(10), Duration.ofSeconds(90)), () -> {
            for (int i = 0; i < memory.wakes.shards(); i++) {
                int shard = i;
                if (!memory.wakes
                        .due(shard, timeline.now().plus(Faults.MOST_SKEW), 1)
                        .isEmpty()) {
                    cloud.invoke("watchdog", Optional.empty(), () -> watchdog.wake(shard), done -> {});
                }
            }
            sweepLater();
        });
    }

    private void restart() {
        cloud.tell(() -> "the machine restarts");
        cloud.killAll();
        queue.loseAll();
        for (int i = 0; i < memory.wakes.shards(); i++) {
            int shard = i;
            cloud.invoke("recovery", Optional.empty(), () -> watchdog.recover(shard), done -> {});
        }
    }
}

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
import dev.lockstep.engine.ports.OperationRunner;
import dev.lockstep.engine.ports.memory.InMemoryWorkerTasks;
import dev.lockstep.engine.ports.memory.SequentialIds;
import dev.lockstep.engine.usecases.AdvanceStep;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.CancelExecution;
import dev.lockstep.engine.usecases.Effects;
import dev.lockstep.engine.usecases.FailDeadStep;
import dev.lockstep.engine.usecases.IdempotencyKey;
import dev.lockstep.engine.usecases.PauseExecution;
import dev.lockstep.engine.usecases.Plans;
import dev.lockstep.engine.usecases.ReadExecution;
import dev.lockstep.engine.usecases.StartExecution;
import dev.lockstep.engine.usecases.TakeTransition;
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

    private final Engine engine;
    private final StartExecution start;
    private final AdvanceStep advance;
    private final FailDeadStep failDead;
    private final Watchdog watchdog;
    private int startsToCome;

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
                        NO_WORKERS,
                        memory.places)
                .struck(cloud, faults);
        engine = new Engine(
                new Plans(protocol.forPlans(ports.workflows())),
                FaultyPort.crashing(OperationRunner.class, runner, cloud, faults),
                new SequentialIds(),
                clock);

        Ports forSteps = protocol.forSteps(ports);
        advance = engine.advance(forSteps, engine.effects(forSteps), chance.split());
        failDead = engine.failDead(ports);
        watchdog = new Watchdog(engine.watchdog(protocol.forWatchdog(ports)), timeline, memory, faults, cloud);
        Ports forStarts = protocol.forStarts(ports);
        start = engine.start(forStarts, promptEffects(forStarts));
        Ports forPeople = protocol.forPeople(ports);
        ReadExecution read = engine.read(forPeople);
        Effects prompt = promptEffects(forPeople);
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

    private Effects promptEffects(Ports ports) {
        Effects queueing = engine.effects(ports);
        Effects prompt = queueing;
        for (int i = 0; i < MOST_AT_ONCE; i++) {
            AdvanceStep begin = engine.advance(ports, prompt, chance.split());
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
            timeline.goOnWhile(this::isUnderWay, most, this::whatHangs);
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
        watchdog.sweepLater();
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

    private void restart() {
        cloud.tell(() -> "the machine restarts");
        cloud.killAll();
        queue.loseAll();
        watchdog.recover();
    }
}

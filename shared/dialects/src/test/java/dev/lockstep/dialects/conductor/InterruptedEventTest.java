package dev.lockstep.dialects.conductor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.ExecutionSummary;
import dev.lockstep.engine.execution.Iteration;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.operations.Catalogue;
import dev.lockstep.engine.ports.ExecutionStore;
import dev.lockstep.engine.ports.IdempotencyStore;
import dev.lockstep.engine.ports.Ids;
import dev.lockstep.engine.ports.PageRequest;
import dev.lockstep.engine.ports.StageRunStore;
import dev.lockstep.engine.ports.StepQueue;
import dev.lockstep.engine.ports.memory.InMemoryComponentStore;
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
import dev.lockstep.engine.usecases.Activities;
import dev.lockstep.engine.usecases.AdvanceStep;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.CancelExecution;
import dev.lockstep.engine.usecases.Effects;
import dev.lockstep.engine.usecases.Idempotency;
import dev.lockstep.engine.usecases.Looking;
import dev.lockstep.engine.usecases.Plans;
import dev.lockstep.engine.usecases.ReadExecution;
import dev.lockstep.engine.usecases.RegisterWorkflow;
import dev.lockstep.engine.usecases.ReportTask;
import dev.lockstep.engine.usecases.SignalExecution;
import dev.lockstep.engine.usecases.StageWorker;
import dev.lockstep.engine.usecases.StartExecution;
import dev.lockstep.engine.usecases.StartUnderKey;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What publishes an event breaks off at each call that it makes, one after another, and publishes it again. */
class InterruptedEventTest {
    private static final Caller CALLER = new Caller(Workspace.DEFAULT, "test", Set.of());

    private static final String LOOP = """
            {"name":"loop","tasks":[{"name":"again","taskReferenceName":"again","type":"DO_WHILE",
              "loopCondition":"$.again['iteration'] < 3","loopOver":[
                {"name":"wait","taskReferenceName":"wait","type":"WAIT"}]}]}""";

    private static final String SHIP = """
            {"name":"ship","tasks":[{"name":"wait","taskReferenceName":"wait","type":"WAIT"}]}""";

    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** All that there is, as it was when an event was about to be published. */
    private static final class World {
        private final InstantSource clock = () -> Instant.parse("2026-01-01T00:00:00Z");
        private final InMemoryTable table = new InMemoryTable();
        private final InMemoryStepQueue queue = new InMemoryStepQueue(clock);
        private final InMemoryWorkflowStore workflows = new InMemoryWorkflowStore();
        private final InMemoryIdempotencyStore keys = new InMemoryIdempotencyStore();
        private final InMemoryWorkerTasks tasks = new InMemoryWorkerTasks(clock);
        private final InMemoryComponentStore components = new InMemoryComponentStore();
        private final InMemoryDefinitionStore definitions = new InMemoryDefinitionStore();
        private final Ids ids = new SequentialIds();
        private final ExecutionStore executions = new InMemoryExecutionStore(table);
        private final List<String> unfit = new ArrayList<>();
        private EventHandler handler = EventHandler.parse(Json.read("{\"name\":\"h\",\"event\":\"e\",\"actions\":[1]}"
                .replace(
                        "[1]", "[{\"action\":\"terminate_workflow\",\"terminate_workflow\":{\"workflowId\":\"x\"}}]")));
        private int calls;
        private int crashAt = -1;

        World() {
            WorkflowCompiler compiler = new WorkflowCompiler(Catalogue.builtIn());
            definitions.putWorkflow(Workspace.DEFAULT, compiler.read(Json.read(LOOP)));
            definitions.putWorkflow(Workspace.DEFAULT, compiler.read(Json.read(SHIP)));
        }

        private <T> T port(Class<T> type, T delegate) {
            return type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
                        if (++calls == crashAt) {
                            throw new Crash();
                        }
                        try {
                            return method.invoke(delegate, args);
                        } catch (InvocationTargetException e) {
                            throw e.getTargetException();
                        }
                    }));
        }

        /** A function that was just started. */
        private FireHandlers function() {
            StageRunStore runs = port(StageRunStore.class, new InMemoryStageRunStore(table));
            ExecutionStore its = port(ExecutionStore.class, executions);
            IdempotencyStore itsKeys = port(IdempotencyStore.class, keys);
            Plans plans = new Plans(workflows);
            Effects effects = new Effects(
                    new Effects.Ports(its, runs, port(StepQueue.class, queue), tasks, new InMemoryWakes(table)),
                    plans,
                    clock);
            ReadExecution read = new ReadExecution(its, workflows, plans);
            StartWorkflow start = start(its, runs, itsKeys, plans, effects);
            UpdateTask update = new UpdateTask(
                    runs,
                    plans,
                    read,
                    new ReportTask(tasks, new InMemoryTaskPlaces(), plans, runs, effects, clock, new Random(1)),
                    new SignalExecution(read, runs, effects, clock));
            return new FireHandlers(
                    port(EventHandlerStore.class, new OneHandler()),
                    runs,
                    new FireHandlers.Moves(start, update, new CancelExecution(read, its, effects, clock)),
                    new Idempotency(itsKeys, clock),
                    (event, name, why) -> unfit.add(why));
        }

        private StartWorkflow start(
                ExecutionStore its, StageRunStore runs, IdempotencyStore itsKeys, Plans plans, Effects effects) {
            Idempotency idempotency = new Idempotency(itsKeys, clock);
            StartExecution start = new StartExecution(
                    new StartExecution.Ports(workflows, plans, its, runs, effects), idempotency, ids, clock);
            RegisterWorkflow register = new RegisterWorkflow(workflows, components, idempotency, ids, clock);
            return new StartWorkflow(
                    definitions,
                    new Snapshots(definitions, register, new WorkflowCompiler(Catalogue.builtIn())),
                    start,
                    new StartUnderKey(itsKeys, runs, start, ids, clock));
        }

        ExecutionId start(String name) {
            InMemoryStageRunStore runs = new InMemoryStageRunStore(table);
            Plans plans = new Plans(workflows);
            Effects effects = new Effects(
                    new Effects.Ports(executions, runs, queue, tasks, new InMemoryWakes(table)), plans, clock);
            return start(executions, runs, keys, plans, effects)
                    .start(CALLER, StartWorkflow.Request.of(Json.object().put("name", name)));
        }

        void deliverAll() {
            InMemoryStageRunStore runs = new InMemoryStageRunStore(table);
            Plans plans = new Plans(workflows);
            Effects effects = new Effects(
                    new Effects.Ports(executions, runs, queue, tasks, new InMemoryWakes(table)), plans, clock);
            StageWorker worker = new StageWorker(
                    ConductorOperations.addedTo(Catalogue.builtIn()),
                    (operation, call, timeout) -> operation.run(call),
                    new Activities(workflows, plans, ids, new InMemoryPollRecords()));
            AdvanceStep advance = new AdvanceStep(
                    plans, runs, worker, new Looking(executions, runs, plans), effects, clock, new Random(1));
            for (Optional<InMemoryStepQueue.Message> next = queue.take(); next.isPresent(); next = queue.take()) {
                advance.advance(next.get().step());
            }
        }

        void handle(String... actions) {
            handler = EventHandler.parse(Json.read("{\"name\":\"h\",\"event\":\"e\",\"active\":true,\"actions\":["
                    + String.join(",", actions) + "]}"));
        }

        void publish(ExecutionId publisher) {
            Step step = new Step(
                    executions.read(publisher).orElseThrow().execution().workflow(),
                    publisher,
                    new StageRunKey("tell", Iteration.FIRST));
            function()
                    .publish(new Event(publisher + "/tell/0", "e", Json.object().put("on", publisher.value()), step));
        }

        /** Breaks off at a call of a port; tells whether there was such a call. */
        boolean publishBreakingOff(ExecutionId publisher, int call) {
            calls = 0;
            crashAt = call;
            boolean reached = false;
            try {
                publish(publisher);
            } catch (Crash e) {
                reached = true;
            }
            crashAt = -1;
            return reached;
        }

        long started(String name) {
            return executions
                    .list(
                            Workspace.DEFAULT,
                            Names.workflow(name),
                            Optional.empty(),
                            new PageRequest(100, Optional.empty()))
                    .items()
                    .stream()
                    .map(ExecutionSummary::id)
                    .count();
        }

        long completedWaits(ExecutionId id) {
            return executions.read(id).orElseThrow().runs().values().stream()
                    .filter(run -> run.key().stage().equals("wait"))
                    .map(StageRun::state)
                    .filter(StageRunState.Completed.class::isInstance)
                    .count();
        }

        private final class OneHandler implements EventHandlerStore {
            @Override
            public boolean add(Workspace workspace, EventHandler added) {
                throw new AssertionError("nobody adds one");
            }

            @Override
            public boolean replace(Workspace workspace, EventHandler other) {
                throw new AssertionError("nobody replaces it");
            }

            @Override
            public boolean delete(Workspace workspace, String name) {
                throw new AssertionError("nobody deletes it");
            }

            @Override
            public List<EventHandler> all(Workspace workspace) {
                return List.of(handler);
            }
        }
    }

    private static final String START = """
            {"action":"start_workflow","start_workflow":{"name":"ship","input":{"on":"${on}"}}}""";

    private static final String COMPLETE = """
            {"action":"complete_task","complete_task":{"workflowId":"${on}","taskRefName":"wait"}}""";

    @Test
    void wherever_it_breaks_off_each_action_is_done_once_though_the_same_reference_is_waited_for_again() {
        int call = 0;
        boolean reached = true;
        while (reached) {
            World world = new World();
            world.handle(START, COMPLETE, START);
            ExecutionId loop = world.start("loop");
            world.deliverAll();

            reached = world.publishBreakingOff(loop, ++call);
            world.deliverAll();
            world.publish(loop);
            world.deliverAll();
            world.publish(loop);
            world.deliverAll();

            assertThat(world.started("ship")).as("call " + call).isEqualTo(2);
            assertThat(world.completedWaits(loop)).as("call " + call).isEqualTo(1);
            assertThat(world.unfit).isEmpty();
        }
        assertThat(call).isGreaterThan(10);
    }

    @Test
    void what_was_terminated_and_made_to_go_on_is_not_terminated_again() {
        World world = new World();
        world.handle("{\"action\":\"terminate_workflow\",\"terminate_workflow\":{\"workflowId\":\"${on}\"}}");
        ExecutionId loop = world.start("loop");
        world.deliverAll();
        world.publish(loop);
        assertThat(world.executions.read(loop).orElseThrow().execution().state())
                .isInstanceOf(ExecutionState.Canceled.class);

        world.executions.change(
                loop, Set.of(ExecutionState.Name.CANCELED), new ExecutionState.Live(), Optional.empty());
        world.publish(loop);

        assertThat(world.executions.read(loop).orElseThrow().execution().isLive())
                .isTrue();
    }
}

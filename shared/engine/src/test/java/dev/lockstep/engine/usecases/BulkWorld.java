package dev.lockstep.engine.usecases;

import dev.lockstep.engine.bulk.Bulk;
import dev.lockstep.engine.bulk.BulkAction;
import dev.lockstep.engine.bulk.BulkFilter;
import dev.lockstep.engine.bulk.BulkKey;
import dev.lockstep.engine.bulk.BulkSpec;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.PlanFixtures;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.definition.WorkflowVersion;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.Control;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.Tags;
import dev.lockstep.engine.execution.Ulid;
import dev.lockstep.engine.ports.BulkStore;
import dev.lockstep.engine.ports.BulkWakes;
import dev.lockstep.engine.ports.ExecutionStore;
import dev.lockstep.engine.ports.StageRunStore;
import dev.lockstep.engine.ports.StepQueue;
import dev.lockstep.engine.ports.Wakes;
import dev.lockstep.engine.ports.memory.InMemoryBulkStore;
import dev.lockstep.engine.ports.memory.InMemoryExecutionStore;
import dev.lockstep.engine.ports.memory.InMemoryIdempotencyStore;
import dev.lockstep.engine.ports.memory.InMemoryStageRunStore;
import dev.lockstep.engine.ports.memory.InMemoryStepQueue;
import dev.lockstep.engine.ports.memory.InMemoryTable;
import dev.lockstep.engine.ports.memory.InMemoryWakes;
import dev.lockstep.engine.ports.memory.InMemoryWorkerTasks;
import dev.lockstep.engine.ports.memory.InMemoryWorkflowStore;
import dev.lockstep.engine.ports.memory.SequentialIds;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Bulks on ports in memory, the time in the test's hands, and something that happens at any one of the ports' calls. */
final class BulkWorld {
    static final Caller CALLER = new Caller(Workspace.DEFAULT, "key-1", Set.of("admin"));
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final WorkflowId WORKFLOW = new WorkflowId("wf-00000000000000000000000001");
    static final BulkFilter ALL = new BulkFilter(Optional.empty(), Optional.empty(), Optional.empty(), List.of());

    /** The function is gone. An error, so that nothing takes it for something to handle. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1;
    }

    private Instant now = START;
    private final InstantSource clock = () -> now;
    private int calls;
    private int interruptAt = -1;
    private Runnable interruption = () -> {};
    private Optional<ExecutionId> broken = Optional.empty();

    private final InMemoryTable table = new InMemoryTable();
    private final InMemoryBulkStore store = new InMemoryBulkStore();
    private final InMemoryWorkflowStore workflows = new InMemoryWorkflowStore();
    final InMemoryStepQueue queue = new InMemoryStepQueue(clock);
    final ExecutionStore executions = new InMemoryExecutionStore(table);
    final Bulks bulks = new Bulks(store);
    final ControlBulk control = new ControlBulk(
            new ControlBulk.Ports(
                    store, workflows, new Idempotency(new InMemoryIdempotencyStore(), clock), Duration.ofDays(1)),
            new SequentialIds(),
            clock);

    BulkWorld() {
        WorkflowRef ref = new WorkflowRef(Workspace.DEFAULT, WORKFLOW, 1);
        workflows.add(new WorkflowVersion(ref, "test", Json.object(), PlanFixtures.plan("a", "b<a"), now));
    }

    /** Executions in this state, created one second after another, the last one now. */
    List<ExecutionId> executions(int count, ExecutionState state) {
        List<ExecutionId> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Instant at = now.minusSeconds(count - 1L - i);
            ExecutionId id = new ExecutionId("ex-" + Ulid.of(at, Digest.sha256(state.name() + "/" + at)));
            executions.create(
                    new Execution(
                            id,
                            new WorkflowRef(Workspace.DEFAULT, WORKFLOW, 1),
                            Json.object(),
                            Tags.NONE,
                            at,
                            new ExecutionState.Live(),
                            1),
                    now);
            if (!(state instanceof ExecutionState.Live)) {
                executions.change(id, Set.of(ExecutionState.Name.LIVE), state, Optional.empty());
            }
            made.add(id);
        }
        return made;
    }

    static ExecutionState failed() {
        return new ExecutionState.Failed(START, "a", Failure.deadLettered());
    }

    String start(BulkAction action, BulkFilter filter, int limit) {
        return control.start(
                CALLER, new BulkSpec(WORKFLOW, action, filter, Optional.of("why"), limit), Optional.empty());
    }

    String start(BulkAction action) {
        return start(action, ALL, BulkSpec.DEFAULT_LIMIT);
    }

    Bulk read(String id) {
        return store.find(new BulkKey(Workspace.DEFAULT, id)).orElseThrow();
    }

    Execution execution(ExecutionId id) {
        return executions.read(id).orElseThrow().execution();
    }

    List<Control> controls(ExecutionId id) {
        return execution(id).past().controls();
    }

    /** Has this happen right before one of the watchdog's calls of a port, which count from 1. */
    void interrupt(int call, Runnable what) {
        calls = 0;
        interruptAt = call;
        interruption = what;
    }

    /** Has every call about this execution fail. */
    void breakAt(ExecutionId execution) {
        broken = Optional.of(execution);
    }

    /** Whether the watchdog has come as far as the interruption. */
    boolean wasInterrupted() {
        return interruptAt == -1;
    }

    /** A watchdog as a function has it that was just started. */
    private RunBulks watchdog() {
        ExecutionStore itsExecutions = port(ExecutionStore.class, executions);
        StageRunStore runs = port(StageRunStore.class, new InMemoryStageRunStore(table));
        Plans plans = new Plans(workflows);
        Effects effects = new Effects(
                new Effects.Ports(
                        itsExecutions,
                        runs,
                        port(StepQueue.class, queue),
                        new InMemoryWorkerTasks(),
                        port(Wakes.class, new InMemoryWakes(table))),
                plans,
                clock);
        return new RunBulks(
                new RunBulks.Ports(port(BulkStore.class, store), port(BulkWakes.class, store), itsExecutions, runs),
                new ReadExecution(itsExecutions, workflows, plans),
                effects,
                List::forEach,
                clock);
    }

    private <T> T port(Class<T> type, T delegate) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> call(delegate, method, args)));
    }

    private @Nullable Object call(Object delegate, Method method, Object @Nullable [] args) throws Throwable {
        calls++;
        if (calls == interruptAt) {
            interruptAt = -1;
            interruption.run();
        }
        if (args != null && broken.isPresent() && Arrays.asList(args).contains(broken.get())) {
            throw new IllegalStateException("overloaded");
        }
        try {
            return method.invoke(delegate, args);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    /** One run of the watchdog; one that crashes is over. */
    void run() {
        RunBulks watchdog = watchdog();
        try {
            for (int shard = 0; shard < watchdog.shards(); shard++) {
                watchdog.wake(shard);
            }
        } catch (Crash e) {
            // Whoever runs next knows nothing of it.
        }
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    /** Lets the watchdog run without further interruptions until there is nothing left to do. */
    void settle() {
        interrupt(-1, () -> {});
        for (int i = 0; i < 10; i++) {
            pass(Duration.ofSeconds(6));
            run();
        }
    }
}

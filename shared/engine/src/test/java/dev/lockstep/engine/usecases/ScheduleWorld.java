package dev.lockstep.engine.usecases;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.PlanFixtures;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.definition.WorkflowVersion;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.ExecutionSummary;
import dev.lockstep.engine.ports.ExecutionStore;
import dev.lockstep.engine.ports.PageRequest;
import dev.lockstep.engine.ports.ScheduleStore;
import dev.lockstep.engine.ports.ScheduleWakes;
import dev.lockstep.engine.ports.StageRunStore;
import dev.lockstep.engine.ports.StepQueue;
import dev.lockstep.engine.ports.Wakes;
import dev.lockstep.engine.ports.WorkflowStore;
import dev.lockstep.engine.ports.memory.InMemoryExecutionStore;
import dev.lockstep.engine.ports.memory.InMemoryIdempotencyStore;
import dev.lockstep.engine.ports.memory.InMemoryScheduleStore;
import dev.lockstep.engine.ports.memory.InMemoryStageRunStore;
import dev.lockstep.engine.ports.memory.InMemoryStepQueue;
import dev.lockstep.engine.ports.memory.InMemoryTable;
import dev.lockstep.engine.ports.memory.InMemoryWakes;
import dev.lockstep.engine.ports.memory.InMemoryWorkerTasks;
import dev.lockstep.engine.ports.memory.InMemoryWorkflowStore;
import dev.lockstep.engine.ports.memory.SequentialIds;
import dev.lockstep.engine.schedule.Cron;
import dev.lockstep.engine.schedule.History;
import dev.lockstep.engine.schedule.MalformedCron;
import dev.lockstep.engine.schedule.Overlap;
import dev.lockstep.engine.schedule.Schedule;
import dev.lockstep.engine.schedule.ScheduleId;
import dev.lockstep.engine.schedule.ScheduleSpec;
import dev.lockstep.engine.schedule.Timetable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Schedules on ports in memory, the time in the test's hands, and something that happens at any one of the ports' calls. */
final class ScheduleWorld {
    static final Caller CALLER = new Caller(Workspace.DEFAULT, "key-1", Set.of("admin"));
    static final Instant START = Instant.parse("2026-01-01T00:05:00Z");
    static final WorkflowId WORKFLOW = new WorkflowId("wf-00000000000000000000000001");

    /** The function is gone. An error, so that nothing takes it for something to handle. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1;
    }

    private Instant now = START;
    private final InstantSource clock = () -> now;
    private int calls;
    private int interruptAt = -1;
    private Runnable interruption = () -> {};

    private final InMemoryTable table = new InMemoryTable();
    private final InMemoryScheduleStore store = new InMemoryScheduleStore();
    private final InMemoryWorkflowStore workflowStore = new InMemoryWorkflowStore();
    private final SequentialIds ids = new SequentialIds();
    private final Idempotency idempotency = new Idempotency(new InMemoryIdempotencyStore(), clock);

    final ExecutionStore executions = new InMemoryExecutionStore(table);
    final Schedules schedules =
            new Schedules(new Schedules.Ports(store, workflowStore, new Plans(workflowStore)), idempotency, ids, clock);
    final ControlSchedule control = new ControlSchedule(store, idempotency, ids, clock);

    ScheduleWorld() {
        register(1, PlanFixtures.plan("a"));
    }

    void register(int version, Plan plan) {
        WorkflowRef ref = new WorkflowRef(Workspace.DEFAULT, WORKFLOW, version);
        workflowStore.add(new WorkflowVersion(ref, "test", Json.object(), plan, now));
    }

    void deleteWorkflow() {
        workflowStore.delete(Workspace.DEFAULT, WORKFLOW);
    }

    /** Has this happen right before one of the watchdog's calls of a port, which count from 1. */
    void interrupt(int call, Runnable what) {
        calls = 0;
        interruptAt = call;
        interruption = what;
    }

    /** Whether the watchdog has come as far as the interruption. */
    boolean wasInterrupted() {
        return interruptAt == -1;
    }

    /** A watchdog as a function has it that was just started. */
    private StartDue watchdog() {
        ExecutionStore itsExecutions = port(ExecutionStore.class, executions);
        StageRunStore runs = port(StageRunStore.class, new InMemoryStageRunStore(table));
        WorkflowStore workflows = port(WorkflowStore.class, workflowStore);
        StepQueue queue = port(StepQueue.class, new InMemoryStepQueue(clock));
        Wakes wakes = port(Wakes.class, new InMemoryWakes(table));
        Plans plans = new Plans(workflows);
        Effects effects = new Effects(
                new Effects.Ports(itsExecutions, runs, queue, new InMemoryWorkerTasks(), wakes), plans, clock);
        StartExecution start = new StartExecution(
                new StartExecution.Ports(workflows, plans, itsExecutions, runs, effects), idempotency, ids, clock);
        return new StartDue(
                port(ScheduleStore.class, store),
                port(ScheduleWakes.class, store),
                runs,
                start,
                DueRequests.NONE,
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
        try {
            return method.invoke(delegate, args);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    /** One run of the watchdog; one that crashes is over. */
    void run() {
        StartDue watchdog = watchdog();
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

    static Schedules.Definition definition(String cron, Overlap overlap) {
        return definition(cron, overlap, Optional.empty());
    }

    static Schedules.Definition definition(String cron, Overlap overlap, Optional<Boolean> paused) {
        try {
            Timetable timetable = new Timetable(Cron.parse(cron), ZoneId.of("UTC"), Optional.empty(), Optional.empty());
            ScheduleSpec spec = new ScheduleSpec(
                    Optional.empty(), WORKFLOW, Optional.empty(), timetable, overlap, Duration.ofHours(1));
            return new Schedules.Definition(spec, Json.object(), paused);
        } catch (MalformedCron e) {
            throw new AssertionError(e);
        }
    }

    ScheduleId create(String cron, Overlap overlap) {
        return schedules.create(CALLER, definition(cron, overlap), Optional.empty());
    }

    Schedule read(ScheduleId id) {
        return schedules.read(CALLER, id).schedule();
    }

    List<ExecutionId> executions(Optional<ExecutionState.Name> state) {
        return executions
                .list(Workspace.DEFAULT, WORKFLOW, state, new PageRequest(5_000, Optional.empty()))
                .items()
                .stream()
                .map(ExecutionSummary::id)
                .toList()
                .reversed();
    }

    /** All executions that there are, the one that was due first first. */
    List<ExecutionId> executions() {
        return executions(Optional.empty());
    }

    List<ExecutionId> live() {
        return executions(Optional.of(ExecutionState.Name.LIVE));
    }

    void endLive() {
        live().forEach(id -> executions.end(id, new ExecutionState.Completed(now)));
    }

    static Instant at(String time) {
        return Instant.parse("2026-01-01T" + time + ":00Z");
    }

    static List<ExecutionId> due(ScheduleId schedule, String... times) {
        return Arrays.stream(times)
                .map(time -> DueExecution.id(schedule, at(time)))
                .toList();
    }

    History history(ScheduleId schedule) {
        return read(schedule).progress().history();
    }

    void passAndRun(int minutes) {
        pass(Duration.ofMinutes(minutes));
        run();
    }

    ControlSchedule.Accepted backfill(ScheduleId schedule, String from, String to, Optional<Overlap> overlap) {
        return control.backfill(
                CALLER, schedule, new ControlSchedule.Span(at(from), at(to), overlap), Optional.empty());
    }

    /** Lets the world go on without further interruptions until there is nothing left to do but to wait for the next due time. */
    void settle() {
        for (int i = 0; i < 10; i++) {
            endLive();
            pass(Duration.ofSeconds(2));
            run();
        }
        endLive();
    }
}

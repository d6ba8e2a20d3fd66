package dev.lockstep.engine.usecases;

import static dev.lockstep.engine.usecases.ScheduleWorld.CALLER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.PlanFixtures;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.definition.WorkflowVersion;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.ExecutionSummary;
import dev.lockstep.engine.execution.Tags;
import dev.lockstep.engine.execution.Ulid;
import dev.lockstep.engine.ports.ExecutionStore;
import dev.lockstep.engine.ports.IdempotencyStore;
import dev.lockstep.engine.ports.Ids;
import dev.lockstep.engine.ports.PageRequest;
import dev.lockstep.engine.ports.StageRunStore;
import dev.lockstep.engine.ports.StepQueue;
import dev.lockstep.engine.ports.memory.InMemoryExecutionRemoval;
import dev.lockstep.engine.ports.memory.InMemoryExecutionStore;
import dev.lockstep.engine.ports.memory.InMemoryIdempotencyStore;
import dev.lockstep.engine.ports.memory.InMemoryStageRunStore;
import dev.lockstep.engine.ports.memory.InMemoryStepQueue;
import dev.lockstep.engine.ports.memory.InMemoryTable;
import dev.lockstep.engine.ports.memory.InMemoryWakes;
import dev.lockstep.engine.ports.memory.InMemoryWorkerTasks;
import dev.lockstep.engine.ports.memory.InMemoryWorkflowStore;
import dev.lockstep.engine.usecases.StartKey.Policy;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Starts under keys of their callers', interrupted at each call of a port that they make, one after another. */
class StartUnderKeyTest {
    private static final WorkflowId WORKFLOW = new WorkflowId("wf-1");

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final InstantSource clock = () -> now;
    private InMemoryTable table = new InMemoryTable();
    private InMemoryIdempotencyStore keys = new InMemoryIdempotencyStore();
    private ExecutionStore executions = new InMemoryExecutionStore(table);
    private InMemoryWorkflowStore workflows = new InMemoryWorkflowStore();
    private int made;
    private int calls;
    private int interruptAt = -1;
    private Runnable interruption = () -> {};

    @BeforeEach
    void afresh() {
        table = new InMemoryTable();
        keys = new InMemoryIdempotencyStore();
        executions = new InMemoryExecutionStore(table);
        workflows = new InMemoryWorkflowStore();
        WorkflowRef ref = new WorkflowRef(Workspace.DEFAULT, WORKFLOW, 1);
        workflows.add(new WorkflowVersion(ref, "test", Json.object(), PlanFixtures.plan("a"), now));
    }

    private final Ids ids = new Ids() {
        @Override
        public String ulid() {
            return Ulid.of(now, "%020x".formatted(++made));
        }

        @Override
        public String uuid() {
            throw new AssertionError("nobody needs one");
        }

        @Override
        public String secret() {
            throw new AssertionError("nobody needs one");
        }
    };

    private <T> T port(Class<T> type, T delegate) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
            if (++calls == interruptAt) {
                interruptAt = -1;
                interruption.run();
            }
            try {
                return method.invoke(delegate, args);
            } catch (InvocationTargetException e) {
                throw e.getTargetException();
            }
        }));
    }

    private StartUnderKey start() {
        StageRunStore runs = port(StageRunStore.class, new InMemoryStageRunStore(table));
        ExecutionStore its = port(ExecutionStore.class, executions);
        IdempotencyStore itsKeys = port(IdempotencyStore.class, keys);
        StepQueue queue = port(StepQueue.class, new InMemoryStepQueue(clock));
        Plans plans = new Plans(workflows);
        Effects effects = new Effects(
                new Effects.Ports(its, runs, queue, new InMemoryWorkerTasks(), new InMemoryWakes(table)), plans, clock);
        StartExecution start = new StartExecution(
                new StartExecution.Ports(workflows, plans, its, runs, effects),
                new Idempotency(itsKeys, clock),
                ids,
                clock);
        return new StartUnderKey(itsKeys, runs, start, ids, clock);
    }

    private ExecutionId start(Policy policy) {
        return start(policy, "order-1");
    }

    private ExecutionId start(Policy policy, String key) {
        return start().start(
                        CALLER,
                        new StartExecution.Request(
                                WORKFLOW, Optional.empty(), Json.object(), Tags.NONE, Optional.empty()),
                        new StartKey(key, policy));
    }

    private List<ExecutionId> executions() {
        return executions
                .list(Workspace.DEFAULT, WORKFLOW, Optional.empty(), new PageRequest(100, Optional.empty()))
                .items()
                .stream()
                .map(ExecutionSummary::id)
                .toList();
    }

    private void end(ExecutionId id) {
        executions.end(id, new ExecutionState.Completed(now));
    }

    private void refuse(Policy policy, ExecutionId existing) {
        assertThatThrownBy(() -> start(policy))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.CONFLICT))
                .hasMessageContaining(existing.value())
                .hasMessageContaining("order-1");
    }

    @Test
    void a_key_that_is_taken_is_refused_returned_or_free_again_as_its_policy_says() {
        ExecutionId first = start(Policy.FAIL);
        Execution execution = executions.read(first).orElseThrow().execution();
        assertThat(execution.tags().idempotencyKey()).contains("order-1");

        refuse(Policy.FAIL, first);
        refuse(Policy.FAIL_ON_RUNNING, first);
        assertThat(start(Policy.RETURN_EXISTING)).isEqualTo(first);
        assertThat(start(Policy.FAIL, "order-2")).isNotEqualTo(first);

        end(first);
        refuse(Policy.FAIL, first);
        assertThat(start(Policy.RETURN_EXISTING)).isEqualTo(first);
        ExecutionId second = start(Policy.FAIL_ON_RUNNING);
        assertThat(second).isNotEqualTo(first);
        refuse(Policy.FAIL_ON_RUNNING, second);
        refuse(Policy.FAIL, second);
        assertThat(executions()).hasSize(3);
    }

    @Test
    void the_key_of_an_execution_that_was_removed_is_free() {
        ExecutionId first = start(Policy.FAIL);
        end(first);
        new RemoveExecution(new InMemoryStageRunStore(table), new InMemoryExecutionRemoval(table), keys)
                .remove(CALLER, first);

        ExecutionId second = start(Policy.FAIL);
        assertThat(second).isNotEqualTo(first);
        end(second);
        // As when it expires: nobody forgets its key.
        new InMemoryExecutionRemoval(table).remove(second);
        now = now.plus(Duration.ofMinutes(6));

        assertThat(start(Policy.FAIL)).isNotIn(first, second);
    }

    @Test
    void a_start_that_is_refused_does_not_take_its_key() {
        StartExecution.Request ofNoVersion =
                new StartExecution.Request(WORKFLOW, Optional.of(7), Json.object(), Tags.NONE, Optional.empty());
        StartKey key = new StartKey("order-1", Policy.FAIL);
        assertThatThrownBy(() -> start().start(CALLER, ofNoVersion, key)).isInstanceOf(Refusal.class);

        start(Policy.FAIL);
    }

    @Test
    void who_repeats_a_call_under_its_idempotency_key_is_answered_with_what_it_started() {
        StartExecution.Request call = new StartExecution.Request(
                WORKFLOW,
                Optional.empty(),
                Json.object(),
                Tags.NONE,
                Optional.of(new IdempotencyKey(Digest.sha256("call"), "f")));
        StartKey key = new StartKey("order-1", Policy.FAIL_ON_RUNNING);
        ExecutionId first = start().start(CALLER, call, key);

        assertThat(start().start(CALLER, call, key)).isEqualTo(first);
        end(first);
        ExecutionId second = start(Policy.FAIL_ON_RUNNING);
        assertThat(start().start(CALLER, call, key)).isEqualTo(first);
        assertThat(executions()).containsExactlyInAnyOrder(first, second);
    }

    /** Interrupts a start at each of its calls in turn; what is there before it is made anew each time. */
    private int atEachCall(Runnable before, Policy policy, Runnable meanwhile, Runnable check) {
        int call = 0;
        boolean reached = true;
        while (reached) {
            afresh();
            before.run();
            calls = 0;
            interruptAt = ++call;
            interruption = meanwhile;
            try {
                start(policy);
            } catch (ScheduleWorld.Crash | Refusal e) {
                // Whoever asks next knows nothing of it.
            }
            reached = interruptAt == -1;
            interruptAt = -1;
            check.run();
        }
        return call;
    }

    private static void crash() {
        throw new ScheduleWorld.Crash();
    }

    @ParameterizedTest
    @EnumSource(Policy.class)
    void wherever_a_start_breaks_off_the_next_one_finds_or_makes_the_one_execution(Policy policy) {
        int calls = atEachCall(() -> {}, policy, StartUnderKeyTest::crash, () -> {
            ExecutionId found = start(Policy.RETURN_EXISTING);
            assertThat(executions()).containsExactly(found);
        });
        assertThat(calls).isGreaterThan(4);
    }

    @ParameterizedTest
    @EnumSource(Policy.class)
    void of_two_starts_at_once_one_makes_the_execution_and_the_other_is_told_of_it(Policy policy) {
        List<ExecutionId> accepted = new ArrayList<>();
        int calls = atEachCall(
                accepted::clear,
                policy,
                () -> accepted.add(start(policy)),
                () -> assertThat(executions()).hasSize(1));
        assertThat(calls).isGreaterThan(4);
    }

    @Test
    void of_two_that_are_not_to_share_it_exactly_one_is_accepted() {
        List<ExecutionId> accepted = new ArrayList<>();
        for (int call = 1; call < 8; call++) {
            afresh();
            accepted.clear();
            calls = 0;
            interruptAt = call;
            interruption = () -> accept(accepted);
            accept(accepted);
            interruptAt = -1;
            accept(accepted);
            assertThat(accepted).as("call " + call).containsExactlyElementsOf(executions());
        }
    }

    private void accept(List<ExecutionId> accepted) {
        try {
            accepted.add(start(Policy.FAIL));
        } catch (Refusal taken) {
            assertThat(taken.kind()).isEqualTo(Refusal.Kind.CONFLICT);
        }
    }

    @Test
    void of_two_that_find_the_last_one_over_one_makes_the_next() {
        int calls = atEachCall(
                () -> end(start(Policy.FAIL)),
                Policy.FAIL_ON_RUNNING,
                () -> start(Policy.FAIL_ON_RUNNING),
                () -> assertThat(executions()).hasSize(2));
        assertThat(calls).isGreaterThan(4);
        atEachCall(() -> end(start(Policy.FAIL)), Policy.FAIL_ON_RUNNING, StartUnderKeyTest::crash, () -> {
            try {
                start(Policy.FAIL_ON_RUNNING);
            } catch (Refusal running) {
                assertThat(running.kind()).isEqualTo(Refusal.Kind.CONFLICT);
            }
            assertThat(executions()).hasSize(2);
        });
    }
}

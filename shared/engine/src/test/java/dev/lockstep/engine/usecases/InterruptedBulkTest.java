package dev.lockstep.engine.usecases;

import static dev.lockstep.engine.usecases.BulkWorld.CALLER;
import static dev.lockstep.engine.usecases.BulkWorld.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.bulk.BulkAction;
import dev.lockstep.engine.bulk.BulkFilter;
import dev.lockstep.engine.bulk.BulkProgress;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The watchdog is interrupted at each call that it makes for a bulk, one after another. */
class InterruptedBulkTest {
    private static final int EXECUTIONS = 3;

    private BulkWorld world = new BulkWorld();

    private List<ExecutionId> executions = List.of();

    static Stream<Arguments> actions() {
        return Stream.of(
                Arguments.of(new BulkAction.Cancel(), new ExecutionState.Live()),
                Arguments.of(new BulkAction.Pause(), new ExecutionState.Live()),
                Arguments.of(new BulkAction.Resume(), new ExecutionState.Paused(START, "key-2", Optional.empty())),
                Arguments.of(new BulkAction.Retry(), BulkWorld.failed()),
                Arguments.of(new BulkAction.Rerun("a"), new ExecutionState.Completed(START)));
    }

    private void atEachCall(
            BulkAction action, ExecutionState state, Consumer<String> interruption, Consumer<String> check) {
        int call = 1;
        AtomicBoolean reached = new AtomicBoolean(true);
        while (reached.getAndSet(false)) {
            world = new BulkWorld();
            executions = world.executions(EXECUTIONS, state);
            String bulk = start(action, state);
            world.interrupt(call++, () -> {
                reached.set(true);
                interruption.accept(bulk);
            });
            world.run();
            world.settle();
            check.accept(bulk);
        }
        assertThat(call).isGreaterThan(EXECUTIONS * 3);
    }

    /** By their status, which the move changes: what was moved is not found again by it. */
    private String start(BulkAction action, ExecutionState state) {
        BulkFilter filter = new BulkFilter(Optional.of(state.name()), Optional.empty(), Optional.empty(), List.of());
        return world.start(action, filter, 1_000);
    }

    /** Each execution is moved, tells so once, and is counted once. */
    private void assertAllMoved(String bulk) {
        BulkProgress progress = world.read(bulk).progress();
        assertThat(progress.page()).isEmpty();
        assertThat(world.read(bulk).isRunning()).isFalse();
        assertThat(List.of(progress.matched(), progress.done(), progress.refused()))
                .as("%s", progress)
                .containsExactly(EXECUTIONS, EXECUTIONS, 0);
        assertThat(executions).allSatisfy(id -> assertThat(world.controls(id)).hasSize(1));
    }

    @ParameterizedTest
    @MethodSource("actions")
    void wherever_the_watchdog_crashes_each_execution_is_moved_and_counted_once(
            BulkAction action, ExecutionState state) {
        atEachCall(
                action,
                state,
                bulk -> {
                    throw new BulkWorld.Crash();
                },
                this::assertAllMoved);
    }

    @ParameterizedTest
    @MethodSource("actions")
    void wherever_a_call_fails_each_execution_is_moved_and_counted_once(BulkAction action, ExecutionState state) {
        int call = 1;
        boolean reached = true;
        while (reached) {
            world = new BulkWorld();
            executions = world.executions(EXECUTIONS, state);
            String bulk = start(action, state);
            world.interrupt(call++, () -> {
                throw new IllegalArgumentException("throttled");
            });
            runBreaking();
            reached = world.wasInterrupted();
            world.settle();
            assertAllMoved(bulk);
        }
    }

    private void runBreaking() {
        try {
            world.run();
        } catch (IllegalStateException | IllegalArgumentException e) {
            // The handler tells of it; the next run takes it up.
        }
    }

    @ParameterizedTest
    @MethodSource("actions")
    void two_watchdogs_at_once_move_and_count_each_execution_once(BulkAction action, ExecutionState state) {
        atEachCall(action, state, bulk -> world.run(), this::assertAllMoved);
    }

    @ParameterizedTest
    @MethodSource("actions")
    void a_cancel_that_comes_between_leaves_nothing_in_doubt(BulkAction action, ExecutionState state) {
        atEachCall(
                action,
                state,
                bulk -> {
                    if (world.read(bulk).isRunning()) {
                        world.control.cancel(CALLER, bulk);
                    }
                },
                this::assertAccounted);
    }

    @ParameterizedTest
    @MethodSource("actions")
    void a_crash_and_then_a_cancel_leave_nothing_in_doubt(BulkAction action, ExecutionState state) {
        atEachCall(
                action,
                state,
                bulk -> {
                    if (world.read(bulk).isRunning()) {
                        world.control.cancel(CALLER, bulk);
                    }
                    throw new BulkWorld.Crash();
                },
                this::assertAccounted);
    }

    private void assertAccounted(String bulk) {
        BulkProgress progress = world.read(bulk).progress();
        long moved =
                executions.stream().filter(id -> !world.controls(id).isEmpty()).count();
        assertThat(world.read(bulk).wakeAt()).isEmpty();
        assertThat(progress.page()).isEmpty();
        assertThat((long) progress.done()).as("%s", progress).isEqualTo(moved);
        assertThat(progress.refused()).isZero();
    }

    @Test
    void a_crash_repeats_no_more_than_a_page() {
        for (int call = 1; call < 2_000; call += 61) {
            world = new BulkWorld();
            executions = world.executions(230, new ExecutionState.Live());
            String bulk = world.start(new BulkAction.Cancel());
            world.interrupt(call, () -> {
                throw new BulkWorld.Crash();
            });
            world.run();
            world.settle();

            assertThat(world.read(bulk).progress().done()).isEqualTo(230);
            assertThat(executions)
                    .allSatisfy(id -> assertThat(world.controls(id)).hasSize(1));
        }
    }
}

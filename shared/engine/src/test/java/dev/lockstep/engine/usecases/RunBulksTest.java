package dev.lockstep.engine.usecases;

import static dev.lockstep.engine.usecases.BulkWorld.ALL;
import static dev.lockstep.engine.usecases.BulkWorld.CALLER;
import static dev.lockstep.engine.usecases.BulkWorld.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.engine.bulk.Bulk;
import dev.lockstep.engine.bulk.BulkAction;
import dev.lockstep.engine.bulk.BulkFilter;
import dev.lockstep.engine.bulk.BulkProgress;
import dev.lockstep.engine.bulk.BulkSpec;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.execution.Actor;
import dev.lockstep.engine.execution.Control;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunBulksTest {
    private final BulkWorld world = new BulkWorld();

    private static BulkFilter of(ExecutionState.Name status) {
        return new BulkFilter(Optional.of(status), Optional.empty(), Optional.empty(), List.of());
    }

    private long moved(List<ExecutionId> executions) {
        return executions.stream().filter(id -> !world.controls(id).isEmpty()).count();
    }

    @Test
    void each_execution_is_moved_once_and_tells_by_whom_and_why() {
        List<ExecutionId> live = world.executions(250, new ExecutionState.Live());
        String id = world.start(new BulkAction.Cancel());

        world.run();

        Bulk bulk = world.read(id);
        assertThat(bulk.end()).contains(new Bulk.End(START, Optional.empty()));
        assertThat(bulk.wakeAt()).isEmpty();
        assertThat(bulk.progress().matched()).isEqualTo(250);
        assertThat(bulk.progress().done()).isEqualTo(250);
        assertThat(live)
                .allSatisfy(execution -> assertThat(world.controls(execution))
                        .containsExactly(new Control(
                                START, Control.Kind.CANCEL, new Actor("key-1", Optional.of("why (" + id + ")")))));
    }

    @Test
    void no_more_are_moved_than_the_limit_the_newest_first() {
        List<ExecutionId> live = world.executions(250, new ExecutionState.Live());
        String id = world.start(new BulkAction.Pause(), ALL, 120);

        world.run();

        assertThat(world.read(id).progress().done()).isEqualTo(120);
        assertThat(moved(live.subList(130, 250))).isEqualTo(120);
        assertThat(moved(live.subList(0, 130))).isZero();
    }

    @Test
    void a_status_and_times_say_which() {
        List<ExecutionId> failed = world.executions(60, BulkWorld.failed());
        List<ExecutionId> live = world.executions(60, new ExecutionState.Live());
        BulkFilter filter = new BulkFilter(
                Optional.of(ExecutionState.Name.FAILED),
                Optional.of(START.minusSeconds(40)),
                Optional.of(START.minusSeconds(20)),
                List.of());
        String id = world.start(new BulkAction.Retry(), filter, 1_000);

        world.run();

        assertThat(world.read(id).progress().matched()).isEqualTo(19);
        assertThat(world.read(id).progress().done()).isEqualTo(19);
        assertThat(moved(failed.subList(20, 39))).isEqualTo(19);
        assertThat(moved(failed) + moved(live)).isEqualTo(19);
        assertThat(world.queue.due()).hasSize(19);
    }

    @Test
    void what_was_created_later_than_the_bulk_is_let_alone() {
        String id = world.start(new BulkAction.Cancel());
        world.pass(Duration.ofMillis(1));
        List<ExecutionId> later = world.executions(1, new ExecutionState.Live());

        world.run();

        assertThat(world.read(id).isRunning()).isFalse();
        assertThat(moved(later)).isZero();
    }

    @Test
    void executions_can_be_named() {
        List<ExecutionId> live = world.executions(5, new ExecutionState.Live());
        ExecutionId unknown = new ExecutionId("ex-00000000000000000000000001");
        List<ExecutionId> named = List.of(live.get(1), live.get(3), live.get(1), unknown);
        BulkFilter filter =
                new BulkFilter(Optional.of(ExecutionState.Name.LIVE), Optional.empty(), Optional.empty(), named);
        String id = world.start(new BulkAction.Cancel(), filter, 1_000);

        world.run();

        BulkProgress progress = world.read(id).progress();
        assertThat(progress.matched()).isEqualTo(3);
        assertThat(progress.done()).isEqualTo(2);
        assertThat(progress.refusals())
                .containsExactly(new BulkProgress.Refusal(unknown, "there is no execution " + unknown));
        assertThat(moved(live)).isEqualTo(2);
    }

    @Test
    void what_the_single_call_would_refuse_is_counted_and_the_first_are_told_of() {
        world.executions(30, new ExecutionState.Completed(START));
        String id = world.start(new BulkAction.Cancel());

        world.run();

        BulkProgress progress = world.read(id).progress();
        assertThat(progress.refused()).isEqualTo(30);
        assertThat(progress.done()).isZero();
        assertThat(progress.refusals())
                .hasSize(20)
                .allSatisfy(refusal -> assertThat(refusal.why()).endsWith("has ended: it is COMPLETED"));
    }

    @Test
    void one_that_breaks_off_each_time_keeps_no_other_from_being_moved() {
        List<ExecutionId> live = world.executions(3, new ExecutionState.Live());
        world.breakAt(live.get(1));
        String id = world.start(new BulkAction.Cancel());

        world.run();
        assertThat(world.read(id).progress().done()).isEqualTo(2);
        assertThat(world.read(id).progress().page()).containsExactly(live.get(1));
        world.settle();

        assertThat(world.read(id).isRunning()).isFalse();
        assertThat(world.read(id).progress().refusals())
                .containsExactly(new BulkProgress.Refusal(live.get(1), "broke off each time: IllegalStateException"));
    }

    @Test
    void a_rerun_begins_anew_from_its_step() {
        List<ExecutionId> completed = world.executions(3, new ExecutionState.Completed(START));
        String id = world.start(new BulkAction.Rerun("b"), of(ExecutionState.Name.COMPLETED), 10);
        String wrong = world.start(new BulkAction.Rerun("c"), of(ExecutionState.Name.COMPLETED), 10);

        world.run();

        assertThat(world.read(id).progress().done() + world.read(id).progress().refused())
                .isEqualTo(3);
        assertThat(world.read(wrong).progress().done()).isZero();
        assertThat(completed)
                .allSatisfy(execution ->
                        assertThat(world.execution(execution).past().reruns()).hasSizeLessThanOrEqualTo(1));
    }

    @Test
    void a_canceled_bulk_moves_nothing_more() {
        List<ExecutionId> live = world.executions(5, new ExecutionState.Live());
        String id = world.start(new BulkAction.Cancel());
        world.control.cancel(CALLER, id);

        world.run();

        assertThat(moved(live)).isZero();
        assertThat(world.read(id).isCanceled()).isTrue();
        assertThat(world.control.cancel(CALLER, id)).isEqualTo(world.read(id));
    }

    @Test
    void a_bulk_that_is_done_cannot_be_canceled() {
        String id = world.start(new BulkAction.Cancel());
        world.run();

        assertThatThrownBy(() -> world.control.cancel(CALLER, id))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("COMPLETED");
    }

    @Test
    void a_repeated_key_makes_one_bulk_and_an_unknown_workflow_none() {
        Optional<IdempotencyKey> key = Optional.of(new IdempotencyKey("k", "f"));
        BulkSpec spec = new BulkSpec(BulkWorld.WORKFLOW, new BulkAction.Pause(), ALL, Optional.empty(), 1);
        BulkSpec other = new BulkSpec(new WorkflowId("wf-2"), new BulkAction.Pause(), ALL, Optional.empty(), 1);
        List<String> ids = new ArrayList<>();

        ids.add(world.control.start(CALLER, spec, key));
        ids.add(world.control.start(CALLER, spec, key));

        assertThat(ids.stream().distinct()).hasSize(1);
        assertThatThrownBy(() -> world.control.start(CALLER, other, Optional.empty()))
                .isInstanceOf(Refusal.class)
                .hasMessage("there is no workflow wf-2");
    }
}

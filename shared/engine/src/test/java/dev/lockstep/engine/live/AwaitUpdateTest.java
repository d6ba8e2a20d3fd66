package dev.lockstep.engine.live;

import static dev.lockstep.engine.ports.Samples.LATER;
import static dev.lockstep.engine.ports.Samples.NOW;
import static dev.lockstep.engine.ports.Samples.OTHER_WORKSPACE;
import static dev.lockstep.engine.ports.Samples.WORKSPACE;
import static dev.lockstep.engine.ports.Samples.execution;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.ports.memory.InMemoryExecutionStore;
import dev.lockstep.engine.ports.memory.InMemoryTable;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.engine.usecases.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class AwaitUpdateTest {
    private static final ExecutionId ID = new ExecutionId("ex-00000000000000000000000001");
    private static final Caller CALLER = new Caller(WORKSPACE, "key-1", Set.of("viewer"));

    private final InMemoryExecutionStore executions = new InMemoryExecutionStore(new InMemoryTable());
    private Instant now = NOW;

    private AwaitUpdate.Result after(long seen, Consumer<Duration> meanwhile) {
        executions.create(execution(ID), NOW);
        return new AwaitUpdate(executions, () -> now, pause -> {
                    now = now.plus(pause);
                    meanwhile.accept(pause);
                })
                .after(CALLER, ID, seen);
    }

    private void end() {
        executions.end(ID, new ExecutionState.Completed(LATER));
    }

    @Test
    void what_the_reader_has_not_seen_is_told_at_once() {
        assertThat(after(0, pause -> {
                    throw new AssertionError("there is nothing to wait for");
                }))
                .isInstanceOf(AwaitUpdate.Result.Changed.class);
    }

    @Test
    void what_changes_meanwhile_is_told_then() {
        assertThat(after(1, pause -> end()))
                .isInstanceOfSatisfying(
                        AwaitUpdate.Result.Changed.class,
                        changed -> assertThat(changed.recorded().revision()).isEqualTo(2));
    }

    @Test
    void where_nothing_changes_the_wait_ends_before_the_gateway_s_patience() {
        assertThat(after(1, pause -> {})).isInstanceOf(AwaitUpdate.Result.Same.class);
        assertThat(Duration.between(NOW, now)).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(20));
    }

    @Test
    void after_the_end_there_is_nothing_to_wait_for() {
        executions.create(execution(ID), NOW);
        end();

        assertThat(after(2, pause -> {
                    throw new AssertionError("nothing will come");
                }))
                .isInstanceOf(AwaitUpdate.Result.Over.class);
    }

    @Test
    void another_workspace_s_execution_is_not_there() {
        executions.create(execution(ID), NOW);
        Caller other = new Caller(OTHER_WORKSPACE, "key-2", Set.of("viewer"));
        AwaitUpdate await = new AwaitUpdate(executions, () -> now, pause -> {});

        assertThatThrownBy(() -> await.after(other, ID, 0)).isInstanceOf(Refusal.class);
    }
}

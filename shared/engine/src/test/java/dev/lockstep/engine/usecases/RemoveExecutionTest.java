package dev.lockstep.engine.usecases;

import static dev.lockstep.engine.ports.Samples.LATER;
import static dev.lockstep.engine.ports.Samples.NOW;
import static dev.lockstep.engine.ports.Samples.OTHER_WORKSPACE;
import static dev.lockstep.engine.ports.Samples.VERSION;
import static dev.lockstep.engine.ports.Samples.WORKSPACE;
import static dev.lockstep.engine.ports.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Parent;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.Tags;
import dev.lockstep.engine.ports.Samples;
import dev.lockstep.engine.ports.memory.InMemoryExecutionRemoval;
import dev.lockstep.engine.ports.memory.InMemoryExecutionStore;
import dev.lockstep.engine.ports.memory.InMemoryIdempotencyStore;
import dev.lockstep.engine.ports.memory.InMemoryStageRunStore;
import dev.lockstep.engine.ports.memory.InMemoryTable;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RemoveExecutionTest {
    private static final Caller CALLER = new Caller(WORKSPACE, "key-1", Set.of("admin"));
    private static final ExecutionId PARENT = new ExecutionId("ex-1");
    private static final ExecutionId CHILD = new ExecutionId("ex-2");
    private static final StageRunKey RUN = StageRunKey.first("child");

    private final InMemoryTable table = new InMemoryTable();
    private final InMemoryExecutionStore executions = new InMemoryExecutionStore(table);
    private final InMemoryStageRunStore runs = new InMemoryStageRunStore(table);
    private final RemoveExecution remove =
            new RemoveExecution(runs, new InMemoryExecutionRemoval(table), new InMemoryIdempotencyStore());

    private void startBoth() {
        executions.create(Samples.execution(PARENT), NOW);
        runs.write(PARENT, new StageRun(RUN, 1, new StageRunState.Delegated(1, NOW, VERSION, CHILD, text("x"))));
        executions.create(
                new Execution(
                        CHILD,
                        VERSION,
                        text("x"),
                        Tags.NONE,
                        Optional.of(new Parent(VERSION, PARENT, RUN, 1)),
                        NOW,
                        new ExecutionState.Live(),
                        Execution.Past.NONE,
                        1),
                NOW);
    }

    private void end(ExecutionId id) {
        executions.end(id, new ExecutionState.Completed(LATER));
    }

    @Test
    void one_whose_end_its_parent_has_not_seen_stays_until_it_has() {
        startBoth();
        end(CHILD);

        assertThatThrownBy(() -> remove.remove(CALLER, CHILD))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("ex-1");
        assertThat(executions.read(CHILD)).isPresent();

        runs.write(PARENT, Samples.completed("child", 2, text("done")));
        remove.remove(CALLER, CHILD);
        assertThat(executions.read(CHILD)).isEmpty();
    }

    @Test
    void one_whose_parent_has_ended_need_not_wait_for_it() {
        startBoth();
        end(CHILD);
        end(PARENT);

        remove.remove(CALLER, CHILD);

        assertThat(executions.read(CHILD)).isEmpty();
    }

    @Test
    void one_that_has_not_ended_or_is_anothers_stays() {
        startBoth();
        end(CHILD);

        assertThatThrownBy(() -> remove.remove(CALLER, PARENT)).isInstanceOf(Refusal.class);
        Caller other = new Caller(OTHER_WORKSPACE, "key-2", Set.of("admin"));
        assertThatThrownBy(() -> remove.remove(other, CHILD)).isInstanceOf(Refusal.class);

        assertThat(executions.read(PARENT)).isPresent();
        assertThat(executions.read(CHILD)).isPresent();
    }
}

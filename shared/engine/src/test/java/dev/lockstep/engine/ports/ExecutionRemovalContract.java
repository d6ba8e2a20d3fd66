package dev.lockstep.engine.ports;

import static dev.lockstep.engine.ports.Samples.LATER;
import static dev.lockstep.engine.ports.Samples.NOW;
import static dev.lockstep.engine.ports.Samples.execution;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.ports.memory.SequentialIds;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What everything must do that removes executions. */
public abstract class ExecutionRemovalContract {
    private final Ids ids = new SequentialIds();

    protected abstract ExecutionStore executions();

    protected abstract ExecutionRemoval removal();

    private ExecutionId created() {
        ExecutionId id = ids.execution();
        executions().create(execution(id), NOW);
        return id;
    }

    @Test
    void one_that_has_ended_however_is_removed_and_no_other() {
        ExecutionId completed = created();
        ExecutionId canceled = created();
        ExecutionId other = created();
        executions().end(completed, new ExecutionState.Completed(LATER));
        executions().end(canceled, new ExecutionState.Canceled(LATER, "key", Optional.empty()));
        executions().end(other, new ExecutionState.TimedOut(LATER));

        assertThat(removal().remove(completed)).isTrue();
        assertThat(removal().remove(canceled)).isTrue();

        assertThat(executions().read(completed)).isEmpty();
        assertThat(executions().read(canceled)).isEmpty();
        assertThat(executions().read(other)).isPresent();
    }

    @Test
    void one_that_has_not_ended_stays() {
        ExecutionId live = created();
        ExecutionId paused = created();
        executions()
                .change(
                        paused,
                        Set.of(ExecutionState.Name.LIVE),
                        new ExecutionState.Paused(LATER, "key", Optional.empty()),
                        Optional.empty());

        assertThat(removal().remove(live)).isFalse();
        assertThat(removal().remove(paused)).isFalse();

        assertThat(executions().read(live)).isPresent();
        assertThat(executions().read(paused)).isPresent();
    }

    @Test
    void one_that_is_not_there_is_removed_already() {
        assertThat(removal().remove(ids.execution())).isTrue();
        assertThat(removal().remove(new ExecutionId("#"))).isTrue();
    }
}

package dev.lockstep.engine.ports;

import static dev.lockstep.engine.ports.Samples.LATER;
import static dev.lockstep.engine.ports.Samples.NOW;
import static dev.lockstep.engine.ports.Samples.completed;
import static dev.lockstep.engine.ports.Samples.execution;
import static dev.lockstep.engine.ports.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.ports.memory.SequentialIds;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What everything must do that removes what is left of executions. */
public abstract class RemainsContract {
    private final Ids ids = new SequentialIds();

    protected abstract ExecutionStore executions();

    protected abstract StageRunStore runs();

    protected abstract Remains remains();

    /** Removes the execution's own record, as its expiry does. */
    protected abstract void expire(ExecutionId id);

    private ExecutionId executionOf(int stages) {
        ExecutionId id = ids.execution();
        executions().create(execution(id), NOW);
        for (int i = 0; i < stages; i++) {
            runs().write(id, completed("s" + i, 1, text("hello")));
        }
        runs().arrive(id, StageRunKey.first("join"), Set.of(0), Set.of());
        return id;
    }

    /** Tells whether anything is left by making the execution anew: what was there before would be found beside it. */
    private int left(ExecutionId id) {
        executions().create(execution(id), NOW);
        return executions().read(id).orElseThrow().runs().size();
    }

    private List<ExecutionId> due(Instant by) {
        return IntStream.range(0, remains().shards())
                .boxed()
                .flatMap(shard -> remains().due(shard, by, 1_000).stream())
                .toList();
    }

    @Test
    void what_is_left_of_a_removed_execution_is_removed() {
        ExecutionId id = executionOf(40);
        ExecutionId other = executionOf(2);
        expire(id);

        assertThat(remains().remove(id, 1_000)).isTrue();

        assertThat(left(id)).isZero();
        assertThat(executions().read(other).orElseThrow().runs()).hasSize(3);
    }

    @Test
    void nothing_is_removed_of_an_execution_that_is_there() {
        ExecutionId id = executionOf(3);

        assertThat(remains().remove(id, 1_000)).isTrue();

        assertThat(executions().read(id).orElseThrow().runs()).hasSize(4);
    }

    @Test
    void what_is_much_is_removed_in_parts() {
        ExecutionId id = executionOf(59);
        expire(id);

        int parts = 1;
        while (!remains().remove(id, 25)) {
            parts++;
        }

        assertThat(parts).isBetween(2, 4);
        assertThat(left(id)).isZero();
    }

    @Test
    void a_note_is_due_at_its_time_and_gone_when_all_is_removed() {
        ExecutionId id = executionOf(3);
        expire(id);
        remains().note(id, LATER);

        assertThat(due(NOW)).doesNotContain(id);
        assertThat(due(LATER.plusMillis(1))).contains(id);

        assertThat(remains().remove(id, 1_000)).isTrue();
        assertThat(due(LATER.plusMillis(1))).doesNotContain(id);
    }

    @Test
    void a_note_stays_while_something_is_left() {
        ExecutionId id = executionOf(59);
        expire(id);
        remains().note(id, NOW);

        assertThat(remains().remove(id, 25)).isFalse();

        assertThat(due(LATER)).contains(id);
        remains().remove(id, 1_000);
    }
}

package dev.lockstep.engine.ports;

import static dev.lockstep.engine.ports.Samples.execution;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.ports.Wakes.Wake;
import dev.lockstep.engine.ports.memory.SequentialIds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every index of wakes must do. */
public abstract class WakesContract {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final Ids ids = new SequentialIds();

    protected abstract ExecutionStore executions();

    protected abstract Wakes wakes();

    private ExecutionId created(Instant wakeAt) {
        ExecutionId id = ids.execution();
        executions().create(execution(id), wakeAt);
        return id;
    }

    private List<Wake> due(Instant by) {
        return IntStream.range(0, wakes().shards())
                .boxed()
                .flatMap(shard -> wakes().due(shard, by, Integer.MAX_VALUE).stream())
                .toList();
    }

    @Test
    void an_execution_is_due_from_its_wake_on_and_not_before() {
        ExecutionId id = created(NOON);

        assertThat(due(NOON.minusMillis(1))).isEmpty();
        assertThat(due(NOON)).containsExactly(new Wake(id, NOON));
        assertThat(due(NOON.plusSeconds(1))).containsExactly(new Wake(id, NOON));
    }

    @Test
    void no_wake_is_early_by_part_of_a_millisecond() {
        created(NOON.plusNanos(1));

        assertThat(due(NOON)).isEmpty();
        assertThat(due(NOON.plusMillis(1))).hasSize(1);
    }

    @Test
    void every_live_execution_is_due_in_exactly_one_shard_by_the_end_of_time() {
        List<ExecutionId> created = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            created.add(created(NOON.plus(Duration.ofDays(i * 100L))));
        }

        assertThat(due(Instant.MAX)).extracting(Wake::execution).containsExactlyInAnyOrderElementsOf(created);
        assertThat(due(Instant.EPOCH)).isEmpty();
    }

    @Test
    void a_shard_gives_the_earliest_first_and_no_more_than_asked_for() {
        for (int i = 0; i < 60; i++) {
            created(NOON.plusSeconds(i * 7 % 60));
        }

        for (int shard = 0; shard < wakes().shards(); shard++) {
            List<Wake> all = wakes().due(shard, Instant.MAX, Integer.MAX_VALUE);
            int most = Math.min(2, all.size());
            assertThat(all).extracting(Wake::at).isSorted();
            assertThat(wakes().due(shard, Instant.MAX, 2)).isEqualTo(all.subList(0, most));
        }
    }

    @Test
    void a_wake_moves() {
        ExecutionId id = created(NOON);

        wakes().move(new Wake(id, NOON), NOON.plusSeconds(60));

        assertThat(due(Instant.MAX)).containsExactly(new Wake(id, NOON.plusSeconds(60)));
    }

    @Test
    void a_move_raises_the_revision() {
        ExecutionId id = created(NOON);

        wakes().move(new Wake(id, NOON), NOON.plusSeconds(60));

        assertThat(executions().read(id).orElseThrow().revision()).isGreaterThan(1);
    }

    @Test
    void a_wake_that_was_moved_meanwhile_stays() {
        ExecutionId id = created(NOON);
        wakes().move(new Wake(id, NOON), NOON.plusSeconds(60));

        wakes().move(new Wake(id, NOON), NOON.plusSeconds(90));

        assertThat(due(Instant.MAX)).containsExactly(new Wake(id, NOON.plusSeconds(60)));
    }

    @Test
    void of_many_moves_exactly_one_counts() {
        ExecutionId id = created(NOON);
        long before = executions().read(id).orElseThrow().revision();

        Race.of(Race.RUNNERS, i -> {
            wakes().move(new Wake(id, NOON), NOON.plusSeconds(60 + i));
            return i;
        });

        assertThat(due(Instant.MAX)).hasSize(1);
        assertThat(executions().read(id).orElseThrow().revision()).isEqualTo(before + 1);
    }

    @Test
    void what_has_ended_wakes_no_more() {
        ExecutionId id = created(NOON);
        executions().end(id, new ExecutionState.Completed(NOON));

        wakes().move(new Wake(id, NOON), NOON.plusSeconds(60));
        wakes().bringForward(id, NOON.minusSeconds(60));

        assertThat(due(Instant.MAX)).isEmpty();
    }

    @Test
    void what_is_not_there_is_not_made_by_a_wake() {
        ExecutionId id = ids.execution();

        wakes().move(new Wake(id, NOON), NOON.plusSeconds(60));
        wakes().bringForward(id, NOON);

        assertThat(executions().read(id)).isEmpty();
        assertThat(due(Instant.MAX)).isEmpty();
    }

    @Test
    void a_wake_is_brought_forward_and_never_put_off() {
        ExecutionId id = created(NOON);

        wakes().bringForward(id, NOON.plusSeconds(1));
        assertThat(due(Instant.MAX)).containsExactly(new Wake(id, NOON));

        wakes().bringForward(id, NOON.minusSeconds(1));
        assertThat(due(Instant.MAX)).containsExactly(new Wake(id, NOON.minusSeconds(1)));
    }
}

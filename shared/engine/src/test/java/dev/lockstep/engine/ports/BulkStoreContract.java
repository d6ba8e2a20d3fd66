package dev.lockstep.engine.ports;

import static dev.lockstep.engine.ports.Samples.LATER;
import static dev.lockstep.engine.ports.Samples.NOW;
import static dev.lockstep.engine.ports.Samples.OTHER_WORKSPACE;
import static dev.lockstep.engine.ports.Samples.WORKFLOW;
import static dev.lockstep.engine.ports.Samples.WORKSPACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.bulk.Bulk;
import dev.lockstep.engine.bulk.BulkAction;
import dev.lockstep.engine.bulk.BulkFilter;
import dev.lockstep.engine.bulk.BulkKey;
import dev.lockstep.engine.bulk.BulkOutcome;
import dev.lockstep.engine.bulk.BulkSelection;
import dev.lockstep.engine.bulk.BulkSpec;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.ports.memory.SequentialIds;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store of bulks must do. */
public abstract class BulkStoreContract {
    private static final BulkFilter ALL =
            new BulkFilter(Optional.empty(), Optional.empty(), Optional.empty(), List.of());

    private final Ids ids = new SequentialIds();

    protected abstract BulkStore bulks();

    protected abstract BulkWakes wakes();

    private Bulk added(Workspace workspace, BulkAction action, BulkFilter filter, Optional<String> reason) {
        BulkKey key = new BulkKey(workspace, "bulk-" + ids.ulid());
        BulkSpec spec = new BulkSpec(WORKFLOW, action, filter, reason, 1_000);
        Bulk bulk = Bulk.create(key, spec, NOW, "key-1", Duration.ofDays(30));
        assertThat(bulks().add(bulk)).isTrue();
        return bulk;
    }

    private Bulk added(Workspace workspace) {
        return added(workspace, new BulkAction.Cancel(), ALL, Optional.empty());
    }

    private List<BulkKey> due(Instant by) {
        return IntStream.range(0, wakes().shards())
                .boxed()
                .flatMap(shard -> wakes().due(shard, by, 1_000).stream())
                .toList();
    }

    @Test
    void a_bulk_is_found_as_it_was_added() {
        Bulk bulk = added(WORKSPACE);

        assertThat(bulks().find(bulk.key())).contains(bulk);
        assertThat(bulks().find(new BulkKey(OTHER_WORKSPACE, bulk.key().id()))).isEmpty();
    }

    @Test
    void all_that_a_bulk_has_is_found_as_it_was_written() {
        ExecutionId one = new ExecutionId("ex-1");
        ExecutionId two = new ExecutionId("ex-2");
        BulkFilter filter = new BulkFilter(
                Optional.of(ExecutionState.Name.FAILED),
                Optional.of(NOW),
                Optional.of(LATER.plusNanos(1)),
                List.of(one, two));
        Bulk bulk = added(WORKSPACE, new BulkAction.Rerun("a"), filter, Optional.of("grüße"));
        Bulk full = bulk.take(new BulkSelection(List.of(one, two), Optional.of("ex-2"), false), LATER)
                .record(Map.of(one, new BulkOutcome.Refused("so it is")), LATER)
                .cancel(LATER, "key-2");

        Bulk written = bulks().write(full).orElseThrow();

        assertThat(written).isEqualTo(full.written());
        assertThat(bulks().find(bulk.key())).contains(written);
        assertThat(written.progress().page()).containsExactly(two);
    }

    @Test
    void a_bulk_is_added_once() {
        Bulk bulk = added(WORKSPACE);

        assertThat(bulks().add(bulk.cancel(LATER, "key-2"))).isFalse();

        assertThat(bulks().find(bulk.key())).contains(bulk);
    }

    @Test
    void of_two_writes_on_one_revision_the_first_counts() {
        Bulk bulk = added(WORKSPACE);
        Bulk first = bulks().write(bulk.cancel(NOW, "key-1")).orElseThrow();

        assertThat(bulks().write(bulk.cancel(LATER, "key-2"))).isEmpty();

        assertThat(bulks().find(bulk.key())).contains(first);
    }

    @Test
    void pages_give_each_bulk_once_the_newest_first_and_none_of_another_workspace() {
        List<Bulk> added = List.of(added(WORKSPACE), added(WORKSPACE), added(WORKSPACE));
        added(OTHER_WORKSPACE);

        Page<Bulk> first = bulks().list(WORKSPACE, new PageRequest(2, Optional.empty()));
        Page<Bulk> second = bulks().list(WORKSPACE, new PageRequest(2, first.next()));

        assertThat(first.items()).containsExactly(added.get(2), added.get(1));
        assertThat(second.items()).containsExactly(added.get(0));
        assertThat(second.next()).isEmpty();
    }

    @Test
    void a_bulk_is_due_from_its_wake_on_until_it_has_none() {
        Bulk bulk = added(WORKSPACE);
        added(OTHER_WORKSPACE);

        assertThat(due(NOW.minusMillis(1))).isEmpty();
        assertThat(due(LATER)).hasSize(2).contains(bulk.key());

        bulks().write(bulk.cancel(LATER, "key-1"));
        assertThat(due(Instant.MAX)).hasSize(1).doesNotContain(bulk.key());
    }
}

package dev.lockstep.engine.progress;

import static dev.lockstep.engine.ports.Samples.NOW;
import static dev.lockstep.engine.ports.Samples.completed;
import static dev.lockstep.engine.ports.Samples.execution;
import static dev.lockstep.engine.ports.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.live.Follower;
import dev.lockstep.engine.ports.Audiences;
import dev.lockstep.engine.ports.memory.InMemoryRemains;
import dev.lockstep.engine.ports.memory.InMemoryStageRunStore;
import dev.lockstep.engine.ports.memory.InMemoryTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FollowProgressTest {
    private static final ExecutionId ID = new ExecutionId("ex-1");

    private final InMemoryTable table = new InMemoryTable();
    private final InMemoryRemains remains = new InMemoryRemains(table);
    private final ClearRemains clear = new ClearRemains(remains, () -> NOW);
    private final List<ExecutionId> told = new ArrayList<>();
    private List<Follower> followers = List.of(Follower.fromTheStart("c"));
    private final FollowProgress progress = new FollowProgress(
            clear,
            new Audiences() {
                @Override
                public Audience of(ExecutionId execution) {
                    return new Audience(Optional.empty(), List.of(), followers);
                }

                @Override
                public Audience ofNew(WorkflowRef workflow) {
                    return new Audience(Optional.empty(), List.of(), List.of());
                }
            },
            List.of(
                    (changes, audience) -> told.add(changes.execution()),
                    (changes, audience) -> told.add(changes.execution())));

    private static Changes changes(boolean gone) {
        return new Changes(ID, false, gone, () -> {
            throw new AssertionError("nobody asked for details");
        });
    }

    private void record(int stages) {
        for (int i = 0; i < stages; i++) {
            new InMemoryStageRunStore(table).write(ID, completed("s" + i, 1, text("hello")));
        }
    }

    @Test
    void each_watcher_hears_of_what_was_written() {
        progress.follow(changes(false));

        assertThat(told).containsExactly(ID, ID);
    }

    private static Changes ofNew(int writes) {
        Change begun = new Change.OfExecution(Position.NONE, Optional.empty(), execution(ID));
        return new Changes(ID, true, false, () -> Collections.nCopies(writes, begun));
    }

    @Test
    void who_follows_an_execution_right_after_its_start_hears_of_what_was_written_together_with_the_start() {
        progress.follow(ofNew(2));

        assertThat(told).containsExactly(ID, ID);
    }

    @Test
    void of_a_start_alone_nobody_is_looked_for_who_follows_the_execution() {
        progress.follow(ofNew(1));

        assertThat(told).isEmpty();
    }

    @Test
    void where_nobody_wants_to_know_nobody_hears() {
        followers = List.of();

        progress.follow(changes(false));

        assertThat(told).isEmpty();
    }

    @Test
    void of_a_removed_execution_nothing_is_told_and_nothing_is_left() {
        record(10);

        progress.follow(changes(true));

        assertThat(told).isEmpty();
        assertThat(remains.remove(ID, 0)).isTrue();
        assertThat(remains.due(0, NOW.plusSeconds(1), 10)).isEmpty();
    }

    @Test
    void what_is_too_much_for_one_go_is_gone_on_with_until_it_is_done() {
        record(2_500);

        progress.follow(changes(true));

        assertThat(remains.remove(ID, 0)).isFalse();
        ClearRemains later = new ClearRemains(remains, () -> NOW.plusSeconds(1));
        assertThat(later.wake(0)).isEqualTo(1);
        assertThat(later.wake(0)).isEqualTo(1);
        assertThat(later.wake(0)).isZero();
        assertThat(remains.remove(ID, 0)).isTrue();
    }
}

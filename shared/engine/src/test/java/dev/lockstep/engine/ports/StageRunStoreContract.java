package dev.lockstep.engine.ports;

import static dev.lockstep.engine.ports.Samples.LATER;
import static dev.lockstep.engine.ports.Samples.NOW;
import static dev.lockstep.engine.ports.Samples.claim;
import static dev.lockstep.engine.ports.Samples.completed;
import static dev.lockstep.engine.ports.Samples.execution;
import static dev.lockstep.engine.ports.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.ports.StageRunStore.Written;
import dev.lockstep.engine.ports.memory.SequentialIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every store of stage runs must do. */
public abstract class StageRunStoreContract {
    private static final StageRunKey JOIN = StageRunKey.first("join:a");

    private final Ids ids = new SequentialIds();
    private final ExecutionId id = ids.execution();

    protected abstract ExecutionStore executions();

    protected abstract StageRunStore runs();

    @BeforeEach
    void create() {
        executions().create(execution(id), NOW);
    }

    private Optional<StageRun> recorded(StageRunKey key) {
        return runs().read(id, List.of(key)).orElseThrow().run(key);
    }

    static Stream<StageRunState> states() {
        Failure failure = new Failure("TimedOut", "");
        return Stream.of(
                new StageRunState.Running(2, NOW, LATER, Optional.of(text("grüße"))),
                new StageRunState.Running(1, NOW, LATER, Optional.empty()),
                new StageRunState.Waiting(NOW, LATER.plusNanos(1), Optional.empty()),
                new StageRunState.Waiting(NOW, LATER, Optional.of(text("given"))),
                new StageRunState.Retrying(2, NOW, LATER, LATER.plusNanos(1), failure),
                new StageRunState.Completed(3, NOW, LATER, Optional.of(Json.read("null")), text("")),
                new StageRunState.Completed(1, NOW, LATER, Optional.empty(), Json.read("[1.10,{\"a\":null}]")),
                new StageRunState.Failed(1, NOW, LATER, Optional.of(text("x")), failure),
                new StageRunState.Failed(1, NOW, LATER, Optional.empty(), new Failure("A", "it \"broke\"\n日本")),
                new StageRunState.Skipped(NOW, text("passed")),
                new StageRunState.Gathering(Set.of(0, 7, 99)));
    }

    @ParameterizedTest
    @MethodSource("states")
    void a_stage_run_is_read_as_it_was_written(StageRunState state) {
        StageRun run = new StageRun(new StageRunKey("stage#0-ü", 12), 1, state);

        assertThat(runs().write(id, run)).isEqualTo(new Written.Done());

        assertThat(runs().read(id, List.of(run.key()))).contains(Recorded.of(execution(id), List.of(run)));
    }

    @Test
    void only_the_stage_runs_named_are_read() {
        runs().write(id, claim("a", 1));
        runs().write(id, claim("b", 1));
        runs().write(id, claim("c", 1));
        List<StageRunKey> named =
                List.of(StageRunKey.first("c"), StageRunKey.first("a"), StageRunKey.first("c"), StageRunKey.first("x"));

        Recorded read = runs().read(id, named).orElseThrow();

        assertThat(read).isEqualTo(Recorded.of(execution(id), List.of(claim("c", 1), claim("a", 1))));
    }

    @Test
    void without_a_name_the_execution_alone_is_read() {
        runs().write(id, claim("a", 1));

        assertThat(runs().read(id, List.of())).contains(Recorded.of(execution(id), List.of()));
    }

    @Test
    void nothing_is_read_where_there_is_no_execution() {
        ExecutionId none = ids.execution();
        runs().write(none, claim("a", 1));

        assertThat(runs().read(none, List.of(StageRunKey.first("a")))).isEmpty();
        assertThat(runs().read(new ExecutionId("#"), List.of())).isEmpty();
        assertThat(runs().read(new ExecutionId(""), List.of())).isEmpty();
    }

    @Test
    void as_many_stage_runs_as_are_named_are_read() {
        List<StageRun> written = IntStream.range(0, 250)
                .mapToObj(i -> completed("stage-" + i, 1, text("x".repeat(10_000))))
                .toList();
        written.forEach(run -> runs().write(id, run));

        Recorded read =
                runs().read(id, written.stream().map(StageRun::key).toList()).orElseThrow();

        assertThat(read).isEqualTo(Recorded.of(execution(id), written));
    }

    @Test
    void a_write_needs_the_revision_below_it() {
        assertThat(runs().write(id, claim("a", 1))).isEqualTo(new Written.Done());
        assertThat(runs().write(id, completed("a", 2, text("x")))).isEqualTo(new Written.Done());

        assertThat(recorded(StageRunKey.first("a"))).contains(completed("a", 2, text("x")));
    }

    @Test
    void a_lost_write_changes_nothing_and_tells_what_is_recorded() {
        StageRun first = completed("a", 1, text("first"));
        runs().write(id, first);

        assertThat(runs().write(id, completed("a", 1, text("second")))).isEqualTo(new Written.Lost(first));
        assertThat(runs().write(id, completed("a", 3, text("third")))).isEqualTo(new Written.Lost(first));
        assertThat(recorded(first.key())).contains(first);
    }

    @Test
    void a_later_revision_of_what_is_not_recorded_is_a_defect() {
        assertThatThrownBy(() -> runs().write(id, claim("a", 2))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void the_same_write_again_is_lost_to_the_first() {
        runs().write(id, claim("a", 1));

        assertThat(runs().write(id, claim("a", 1))).isEqualTo(new Written.Lost(claim("a", 1)));
    }

    @Test
    void of_many_claims_exactly_one_wins_even_if_they_are_the_same() {
        List<Written> first = Race.of(Race.RUNNERS, i -> runs().write(id, claim("a", 1)));
        List<Written> second = Race.of(Race.RUNNERS, i -> runs().write(id, claim("a", 2)));

        assertThat(first).containsOnlyOnce(new Written.Done());
        assertThat(second).containsOnlyOnce(new Written.Done());
        assertThat(second).filteredOn(Written.Lost.class::isInstance).containsOnly(new Written.Lost(claim("a", 2)));
    }

    @Test
    void of_many_outcomes_exactly_one_is_recorded_and_the_others_learn_it() {
        List<Written> written = Race.of(Race.RUNNERS, i -> runs().write(id, completed("a", 1, text("from " + i))));

        StageRun recorded = recorded(StageRunKey.first("a")).orElseThrow();
        assertThat(written).containsOnlyOnce(new Written.Done());
        assertThat(written).filteredOn(Written.Lost.class::isInstance).containsOnly(new Written.Lost(recorded));
    }

    @Test
    void stage_runs_of_one_name_differ_by_iteration_and_by_execution() {
        ExecutionId other = ids.execution();
        executions().create(execution(other), NOW);
        StageRun again = new StageRun(new StageRunKey("a", 1), 1, new StageRunState.Skipped(NOW, text("x")));
        runs().write(id, claim("a", 1));
        runs().write(id, again);

        assertThat(recorded(StageRunKey.first("a"))).contains(claim("a", 1));
        assertThat(recorded(again.key())).contains(again);
        assertThat(runs().read(other, List.of(again.key())).orElseThrow().runs())
                .isEmpty();
    }

    @Test
    void an_arrival_answers_with_all_arrivals_and_again_is_the_same_as_once() {
        assertThat(runs().arrive(id, JOIN, 4)).containsExactly(4);
        assertThat(runs().arrive(id, JOIN, 0)).containsExactlyInAnyOrder(0, 4);
        assertThat(runs().arrive(id, JOIN, 4)).containsExactlyInAnyOrder(0, 4);

        StageRun join = recorded(JOIN).orElseThrow();
        assertThat(join.state()).isEqualTo(new StageRunState.Gathering(Set.of(0, 4)));
    }

    @Test
    void every_new_arrival_raises_the_revision() {
        List<Long> revisions = new ArrayList<>();
        for (int branch = 0; branch < 3; branch++) {
            runs().arrive(id, JOIN, branch);
            revisions.add(recorded(JOIN).orElseThrow().revision());
        }

        assertThat(revisions).isSorted().doesNotHaveDuplicates();
        assertThat(revisions.getFirst()).isPositive();
    }

    /** Where an answer was lost and asked for again, it may be more than one. */
    @Test
    void of_many_arrivals_at_least_one_learns_of_all_and_each_of_its_own() {
        List<Set<Integer>> seen = Race.of(Race.RUNNERS, i -> runs().arrive(id, JOIN, i));

        assertThat(seen.stream().filter(arrived -> arrived.size() == Race.RUNNERS))
                .isNotEmpty();
        for (int branch = 0; branch < Race.RUNNERS; branch++) {
            assertThat(seen.get(branch)).contains(branch);
        }
    }
}

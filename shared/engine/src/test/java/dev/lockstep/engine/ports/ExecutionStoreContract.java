package dev.lockstep.engine.ports;

import static dev.lockstep.engine.ports.Samples.LATER;
import static dev.lockstep.engine.ports.Samples.NOW;
import static dev.lockstep.engine.ports.Samples.VERSION;
import static dev.lockstep.engine.ports.Samples.execution;
import static dev.lockstep.engine.ports.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Domains;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.execution.Actor;
import dev.lockstep.engine.execution.Anew;
import dev.lockstep.engine.execution.Control;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.ExecutionState.Name;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.Iteration;
import dev.lockstep.engine.execution.Parent;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.Rerun;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.Tags;
import dev.lockstep.engine.ports.ExecutionStore.Change;
import dev.lockstep.engine.ports.memory.SequentialIds;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every store of executions must do; its stage runs and wakes are in the same store. */
public abstract class ExecutionStoreContract {
    private final Ids ids = new SequentialIds();

    protected abstract ExecutionStore executions();

    protected abstract StageRunStore runs();

    protected abstract Wakes wakes();

    private ExecutionId created() {
        ExecutionId id = ids.execution();
        executions().create(execution(id), NOW);
        return id;
    }

    private Execution recorded(ExecutionId id) {
        return executions().read(id).orElseThrow().execution();
    }

    @Test
    void an_execution_is_read_as_it_was_created() {
        Execution execution = new Execution(
                ids.execution(),
                VERSION,
                Json.read("{\"text\":\"grüße, 日本 \\u0001\",\"n\":[1,2.50,1e3,null,true],\"o\":{\"a\":{}}}"),
                new Tags(Optional.of("order #7"), Optional.of(-3))
                        .startedBy("key-1")
                        .in(Domains.read(Json.read("{\"*\":[\"grüße #1\",null],\"mail\":[\"d\"]}"))),
                NOW,
                new ExecutionState.Live(),
                1);

        assertThat(executions().create(execution, LATER)).isTrue();

        assertThat(executions().read(execution.id())).contains(Recorded.of(execution, List.of()));
    }

    @Test
    void an_execution_that_is_not_there_is_not_read() {
        assertThat(executions().read(ids.execution())).isEmpty();
    }

    @Test
    void a_second_create_changes_nothing() {
        ExecutionId id = created();
        Execution other = new Execution(id, VERSION, text("other"), Tags.NONE, LATER, new ExecutionState.Live(), 1);

        assertThat(executions().create(other, LATER)).isFalse();

        assertThat(recorded(id)).isEqualTo(execution(id));
    }

    @Test
    void of_many_creates_exactly_one_wins() {
        ExecutionId id = ids.execution();

        List<Boolean> won = Race.of(Race.RUNNERS, i -> executions().create(execution(id), NOW));

        assertThat(won).containsOnlyOnce(true);
    }

    static Stream<ExecutionState.Ended> ends() {
        return Stream.of(
                new ExecutionState.Completed(LATER),
                new ExecutionState.Completed(LATER, Optional.of(new StageRunKey("stop#ü", Iteration.of(1, 2)))),
                new ExecutionState.TimedOut(LATER),
                new ExecutionState.TimedOut(LATER, Optional.of(new ExecutionId("ex-started"))),
                new ExecutionState.Failed(
                        LATER, "a", new Failure("Internal", ""), Optional.of(new ExecutionId("ex-started"))),
                new ExecutionState.Failed(LATER, "a", new Failure("InvalidInput", "it is \"no\" text\n日本")),
                new ExecutionState.Failed(LATER, "a", new Failure("Internal", "")),
                new ExecutionState.Canceled(LATER, "key-1", Optional.of("no longer wanted")),
                new ExecutionState.Canceled(LATER, "key-1", Optional.of("")),
                new ExecutionState.Canceled(LATER, "key-1", Optional.empty()));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void an_end_is_recorded_and_raises_the_revision(ExecutionState.Ended end) {
        ExecutionId id = created();
        Execution live = execution(id);

        Optional<Change> ending = executions().end(id, end);

        Execution ended = new Execution(
                id, live.workflow(), live.input(), live.tags(), live.createdAt(), end, live.revision() + 1);
        assertThat(ending).contains(new Change(true, ended));
        assertThat(recorded(id)).isEqualTo(ended);
    }

    @Test
    void what_an_execution_is_the_child_of_is_kept() {
        Parent parent = new Parent(
                new WorkflowRef(Samples.WORKSPACE, Samples.OTHER_WORKFLOW, 3),
                ids.execution(),
                new StageRunKey("call#ü", Iteration.of(1, 0, 12)),
                2);
        Execution child = new Execution(
                ids.execution(),
                VERSION,
                text("x"),
                Tags.NONE,
                Optional.of(parent),
                NOW,
                new ExecutionState.Live(),
                Execution.Past.NONE,
                1);

        executions().create(child, LATER);

        assertThat(recorded(child.id())).isEqualTo(child);
        assertThat(runs().read(child.id(), List.of())).contains(Recorded.of(child, List.of()));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void what_is_undone_keeps_the_end_that_it_comes_to(ExecutionState.Ended end) {
        ExecutionId id = created();
        ExecutionState undone = new ExecutionState.Compensating(NOW, end);

        Change change = executions()
                .change(id, Set.of(Name.LIVE), undone, Optional.of(NOW))
                .orElseThrow();

        assertThat(change).isEqualTo(new Change(true, execution(id).in(undone)));
        assertThat(recorded(id)).isEqualTo(change.execution());
        assertThat(dueIds()).contains(id);
        assertThat(executions().change(id, Set.of(Name.COMPENSATING), end, Optional.empty()))
                .contains(new Change(true, change.execution().in(end)));
        assertThat(dueIds()).doesNotContain(id);
    }

    @Test
    void what_is_done_to_an_execution_is_added_in_the_order_in_which_it_is_done() {
        ExecutionId id = created();
        Execution.Past first = past(Control.Kind.PAUSE, Optional.empty(), Optional.empty());
        Execution.Past second = past(
                Control.Kind.RERUN,
                Optional.of("again, 日本"),
                Optional.of(new Rerun(1, Anew.from("a#ü", List.of(3, 0)).with(Optional.of(text("x"))))));
        Execution.Past third = past(
                Control.Kind.RETRY,
                Optional.of(""),
                Optional.of(new Rerun(
                        2,
                        Anew.from("b").forExecution(Optional.of(text("all")), Optional.of("c-2")),
                        Optional.of(new StageRunKey("waits#ü", Iteration.of(1, 4))))));
        WorkflowRef below = new WorkflowRef(execution(id).workflow().workspace(), new WorkflowId("wf-below"), 7);
        Execution.Past within = past(
                Control.Kind.RERUN,
                Optional.empty(),
                Optional.of(new Rerun(
                        3,
                        Anew.from(
                                new StageRunKey("c", Iteration.of(0, 2)),
                                new Anew.Within(
                                        new StageRunState.Child(below, new ExecutionId("ex-below")),
                                        Anew.from("d", List.of(1)).with(Optional.of(text("y"))))))));

        WorkflowRef other =
                new WorkflowRef(below.workspace(), execution(id).workflow().workflow(), 9);
        Execution.Past on =
                past(Control.Kind.RERUN, Optional.empty(), Optional.of(new Rerun(4, Anew.on(other, "begin"))));
        Execution.Past fourth = past(Control.Kind.KILL, Optional.of("stuck"), Optional.empty());

        for (Execution.Past more : List.of(first, second, third, within, on, fourth)) {
            assertThat(executions().change(id, Set.of(Name.LIVE), new ExecutionState.Live(), Optional.of(NOW), more))
                    .hasValueSatisfying(change -> assertThat(change.made()).isTrue());
        }

        Execution expected = execution(id)
                .after(new ExecutionState.Live(), first)
                .after(new ExecutionState.Live(), second)
                .after(new ExecutionState.Live(), third)
                .after(new ExecutionState.Live(), within)
                .after(new ExecutionState.Live(), on)
                .after(new ExecutionState.Live(), fourth);
        assertThat(recorded(id)).isEqualTo(expected);
        assertThat(recorded(id).input()).isEqualTo(text("all"));
        assertThat(recorded(id).tags().correlationId()).contains("c-2");
        assertThat(expected.past().controls()).hasSize(6);
        assertThat(expected.past().reruns()).hasSize(4);
        assertThat(recorded(id).workflow()).isEqualTo(other);
    }

    private static Execution.Past past(Control.Kind kind, Optional<String> reason, Optional<Rerun> rerun) {
        return new Execution.Past(
                List.of(new Control(LATER, kind, new Actor("key-1", reason))),
                rerun.stream().toList());
    }

    @Test
    void a_change_that_is_not_made_adds_nothing() {
        ExecutionId id = created();
        Execution.Past more = past(Control.Kind.RESUME, Optional.empty(), Optional.empty());

        executions().change(id, Set.of(Name.PAUSED), new ExecutionState.Live(), Optional.of(NOW), more);

        assertThat(recorded(id)).isEqualTo(execution(id));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void one_that_has_ended_goes_on_where_somebody_wants_it_to_and_is_woken_again(ExecutionState.Ended end) {
        ExecutionId id = created();
        executions().end(id, end);
        Execution ended = recorded(id);
        Execution.Past retry = past(Control.Kind.RETRY, Optional.empty(), Optional.empty());

        Optional<Change> change =
                executions().change(id, Set.of(end.name()), new ExecutionState.Live(), Optional.of(NOW), retry);

        Execution live = ended.after(new ExecutionState.Live(), retry);
        assertThat(change).contains(new Change(true, live));
        assertThat(recorded(id)).isEqualTo(live);
        assertThat(dueIds()).contains(id);
        assertThat(executions().end(id, new ExecutionState.TimedOut(LATER)))
                .contains(new Change(true, live.in(new ExecutionState.TimedOut(LATER))));
    }

    @Test
    void an_end_that_was_reckoned_before_somebody_had_it_go_on_is_not_made() {
        ExecutionId id = created();
        Execution seen = recorded(id);
        Optional<Instant> never = Optional.empty();
        executions().end(id, new ExecutionState.TimedOut(NOW));
        Execution.Past retry = past(Control.Kind.RETRY, Optional.empty(), Optional.empty());
        executions().change(id, Set.of(Name.TIMED_OUT), new ExecutionState.Live(), Optional.of(NOW), retry);
        Execution live = recorded(id);
        ExecutionState end = new ExecutionState.Completed(LATER);

        assertThat(executions().changeAsSeen(seen, Set.of(Name.LIVE), end, never))
                .contains(new Change(false, live));
        assertThat(recorded(id)).isEqualTo(live);
        assertThat(executions().changeAsSeen(live, Set.of(Name.LIVE), end, never))
                .contains(new Change(true, live.in(end)));
        assertThat(executions().changeAsSeen(live, Set.of(Name.LIVE), end, never))
                .contains(new Change(false, live.in(end)));
        assertThat(executions().changeAsSeen(execution(ids.execution()), Set.of(Name.LIVE), end, never))
                .isEmpty();
    }

    @Test
    void an_end_never_changes() {
        ExecutionId id = created();
        executions().end(id, new ExecutionState.Completed(NOW));
        Execution ended = recorded(id);

        Optional<Change> again = executions().end(id, new ExecutionState.Completed(LATER));

        assertThat(again).contains(new Change(false, ended));
        assertThat(recorded(id)).isEqualTo(ended);
    }

    @Test
    void a_paused_execution_is_not_woken_does_not_end_by_itself_and_goes_on_when_it_is_resumed() {
        ExecutionId id = created();
        ExecutionState paused = new ExecutionState.Paused(LATER, "key-1", Optional.of("look into it"));

        Change pause = executions()
                .change(id, Set.of(Name.LIVE), paused, Optional.empty())
                .orElseThrow();
        assertThat(pause).isEqualTo(new Change(true, execution(id).in(paused)));
        assertThat(recorded(id)).isEqualTo(pause.execution());
        assertThat(dueIds()).doesNotContain(id);
        assertThat(executions().end(id, new ExecutionState.Completed(LATER)))
                .contains(new Change(false, pause.execution()));

        Change resumed = executions()
                .change(id, Set.of(Name.PAUSED), new ExecutionState.Live(), Optional.of(LATER))
                .orElseThrow();
        assertThat(resumed).isEqualTo(new Change(true, pause.execution().in(new ExecutionState.Live())));
        assertThat(recorded(id)).isEqualTo(resumed.execution());
        assertThat(dueIds()).contains(id);
    }

    @Test
    void a_read_brings_no_more_data_than_asked_for_and_every_run() {
        ExecutionId id = created();
        List<StageRun> written = IntStream.range(0, 30)
                .mapToObj(i -> new StageRun(
                        StageRunKey.first("s" + (10 + i)),
                        1,
                        new StageRunState.Completed(1, NOW, LATER, Optional.empty(), text("x".repeat(100_000)))))
                .toList();
        written.forEach(run -> runs().write(id, run));

        Recorded some = executions().read(id, 1_050_000).orElseThrow();
        Recorded none = executions().read(id, 0).orElseThrow();

        assertThat(some.runs().values())
                .containsExactlyElementsOf(IntStream.range(0, 30)
                        .mapToObj(i -> i < 10 ? written.get(i) : written.get(i).withoutData())
                        .toList());
        assertThat(none.runs().values())
                .containsExactlyElementsOf(
                        written.stream().map(StageRun::withoutData).toList());
    }

    @Test
    void an_execution_can_be_ended_from_either_state_that_is_named() {
        ExecutionId id = created();
        executions()
                .change(
                        id,
                        Set.of(Name.LIVE),
                        new ExecutionState.Paused(NOW, "key-1", Optional.empty()),
                        Optional.empty());

        assertThat(executions().change(id, Set.of(Name.LIVE, Name.PAUSED), canceledBy("key-1"), Optional.empty()))
                .hasValueSatisfying(change -> assertThat(change.made()).isTrue());
        assertThat(recorded(id).state()).isEqualTo(canceledBy("key-1"));
    }

    private List<ExecutionId> dueIds() {
        return IntStream.range(0, wakes().shards())
                .boxed()
                .flatMap(shard -> wakes().due(shard, LATER.plusSeconds(1), 1_000).stream())
                .map(Wakes.Wake::execution)
                .toList();
    }

    @Test
    void what_is_not_there_does_not_end() {
        ExecutionId id = ids.execution();

        assertThat(executions().end(id, new ExecutionState.Completed(NOW))).isEmpty();

        assertThat(executions().read(id)).isEmpty();
    }

    @Test
    void of_many_ends_exactly_one_wins_and_every_answer_has_it() {
        ExecutionId id = created();

        List<Change> endings = Race.of(
                Race.RUNNERS, i -> executions().end(id, canceledBy("key-" + i)).orElseThrow());

        Execution ended = recorded(id);
        assertThat(endings.stream().filter(Change::made)).hasSize(1);
        assertThat(endings).extracting(Change::execution).containsOnly(ended);
    }

    @Test
    void of_many_same_ends_exactly_one_wins() {
        ExecutionId id = created();

        List<Change> endings = Race.of(
                Race.RUNNERS, i -> executions().end(id, canceledBy("key")).orElseThrow());

        assertThat(endings.stream().filter(Change::made)).hasSize(1);
    }

    private static ExecutionState.Ended canceledBy(String key) {
        return new ExecutionState.Canceled(LATER, key, Optional.empty());
    }

    @Test
    void what_has_ended_is_not_woken() {
        ExecutionId id = created();
        executions().end(id, new ExecutionState.Completed(NOW));

        for (int shard = 0; shard < wakes().shards(); shard++) {
            assertThat(wakes().due(shard, Instant.MAX, 10)).isEmpty();
        }
    }

    @Test
    void all_stage_runs_are_read_however_large() {
        ExecutionId id = created();
        List<StageRun> written = IntStream.range(0, 20)
                .mapToObj(i -> Samples.completed("stage-" + i, 1, text("x".repeat(100_000))))
                .toList();
        written.forEach(run -> runs().write(id, run));
        executions().create(execution(ids.execution()), NOW);

        Recorded recorded = executions().read(id).orElseThrow();

        assertThat(recorded.runs().values()).containsExactlyInAnyOrderElementsOf(written);
        assertThat(recorded.revision()).isEqualTo(21);
    }

    @Test
    void an_id_with_a_separator_in_it_names_nothing() {
        ExecutionId id = created();
        runs().write(id, Samples.claim("a", 1));

        for (String forged : List.of(id + "#E", "#", "", id + "#S#a#0", "x".repeat(5_000), "日本")) {
            assertThat(executions().read(new ExecutionId(forged))).isEmpty();
            assertThat(executions().end(new ExecutionId(forged), new ExecutionState.Completed(NOW)))
                    .isEmpty();
        }
    }
}

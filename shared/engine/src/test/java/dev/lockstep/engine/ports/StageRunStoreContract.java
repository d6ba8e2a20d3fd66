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
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.OnError;
import dev.lockstep.engine.definition.Resolved;
import dev.lockstep.engine.definition.RetryPolicy;
import dev.lockstep.engine.definition.WorkflowRef;
import dev.lockstep.engine.execution.Actor;
import dev.lockstep.engine.execution.Approval;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.Iteration;
import dev.lockstep.engine.execution.Recorded;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.StageRunState.Note;
import dev.lockstep.engine.ports.StageRunStore.Written;
import dev.lockstep.engine.ports.memory.SequentialIds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

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

    private static Stream<StageRunState> workUnderWay() {
        Failure failure = new Failure("TimedOut", "");
        WorkflowRef workflow = new WorkflowRef(Samples.WORKSPACE, Samples.OTHER_WORKFLOW, 7);
        return Stream.of(
                new StageRunState.Running(2, NOW, LATER, Optional.of(text("grüße"))),
                new StageRunState.Running(1, NOW, LATER, Optional.empty()),
                new StageRunState.Running(1, NOW, LATER, Optional.of(text("x")), Optional.of("worker-7")),
                new StageRunState.Waiting(NOW, LATER.plusNanos(1), Optional.empty()),
                new StageRunState.Waiting(NOW, LATER, Optional.of(text("given"))),
                new StageRunState.Retrying(2, NOW, LATER, LATER.plusNanos(1), failure),
                new StageRunState.Awaiting(NOW, Optional.empty(), text("grüße")),
                new StageRunState.Awaiting(NOW, Optional.of(LATER), Json.read("null")),
                new StageRunState.Awaiting(
                        NOW,
                        Optional.of(LATER),
                        Json.object(),
                        approvals(),
                        Optional.of(new StageRunState.Reminded(2, LATER))),
                new StageRunState.Running(
                        1,
                        NOW,
                        LATER,
                        Optional.of(text("x")),
                        Optional.of("worker-7"),
                        new StageRunState.Queued(Optional.of("grüße #1"), 3)),
                new StageRunState.Offered(
                        3,
                        NOW,
                        NOW,
                        text("for the workers of a domain"),
                        Optional.empty(),
                        new StageRunState.Queued(Optional.of("d"), 0)),
                new StageRunState.Offered(3, NOW, text("for a worker")),
                new StageRunState.Offered(3, NOW, NOW.plusSeconds(86_400), text("offered again")),
                new StageRunState.Delegated(2, NOW, workflow, new ExecutionId("ex-child"), text("x")),
                new StageRunState.Delegated(3, NOW, workflow, new ExecutionId("ex-child"), text("x"), true),
                new StageRunState.Mapping(NOW, 10_000),
                new StageRunState.Looping(NOW, 0, Json.read("[null]"), Json.object()),
                new StageRunState.Looping(NOW, 12, text("round"), variables()));
    }

    private static Stream<StageRunState> outcomes() {
        Failure failure = new Failure("TimedOut", "");
        Actor actor = new Actor("key-1", Optional.of("it is \"late\"\n日本"));
        return Stream.of(
                new StageRunState.Completed(3, NOW, LATER, Optional.of(Json.read("null")), text("")),
                new StageRunState.Completed(1, NOW, LATER, Optional.empty(), Json.read("[1.10,{\"a\":null}]")),
                noted(new Note.Took(List.of("a#1-ü", "b"))),
                noted(new Note.Took(List.of())),
                noted(new Note.Set(variables())),
                noted(new Note.Started(new ExecutionId("ex-child"))),
                noted(new Note.Moved("approve", Optional.of(actor), List.of())),
                noted(new Note.Moved("remind-1.x", Optional.empty(), List.of())),
                noted(new Note.Moved("approve", Optional.of(actor), approvals())),
                noted(new Note.Over(new StageRunKey("gate", Iteration.of(0, 3, 1, 0)), Optional.empty())),
                noted(new Note.Over(new StageRunKey("hr#check", Iteration.of(0, 3, 1, 12)), Optional.of("deny"))),
                noted(new Note.By(actor)),
                noted(new Note.By(new Actor("key-1", Optional.empty()))),
                new StageRunState.Failed(1, NOW, LATER, Optional.of(text("x")), failure),
                new StageRunState.Failed(1, NOW, LATER, Optional.empty(), new Failure("A", "it \"broke\"\n日本")),
                new StageRunState.Failed(1, NOW, LATER, Optional.empty(), failure, Optional.of(text("passed on"))),
                new StageRunState.Failed(
                        1, NOW, LATER, Optional.of(text("x")), failure, Optional.of(Json.read("null"))),
                new StageRunState.Failed(1, NOW, LATER, Optional.of(text("x")), failure, Optional.of(text("x")))
                        .by(new StageRunState.Child(
                                new WorkflowRef(Samples.WORKSPACE, Samples.OTHER_WORKFLOW, 7),
                                new ExecutionId("ex-child"))),
                detailed(Optional.of(text("x")), Optional.empty()),
                detailed(Optional.of(text("x")), Optional.of(text("x"))),
                detailed(
                        Optional.of(text("x")), Optional.of(detailed().details().orElseThrow())),
                detailed(Optional.of(text("x")), Optional.of(detailed().toJson(text("x")))),
                detailed(Optional.empty(), Optional.of(detailed().toJson(text("x")))),
                detailed(Optional.of(text("x")), Optional.of(text("another"))),
                new StageRunState.Retrying(1, NOW, LATER, LATER, detailed()),
                new StageRunState.Skipped(NOW, text("passed")),
                new StageRunState.Skipped(NOW, text("passed"), Optional.of(actor)),
                new StageRunState.Skipped(NOW, text("passed"), Optional.of(actor), Optional.of(text("given"))),
                new StageRunState.SkipAhead(NOW, Optional.empty(), Optional.empty(), actor),
                new StageRunState.SkipAhead(NOW, Optional.of(text("given")), Optional.of(text("passed")), actor),
                new StageRunState.Canceled(LATER));
    }

    private static Failure detailed() {
        return new Failure("Flaky", "grüße", Optional.of(Json.read("{\"at\":[1.50,null],\"grüße\":\"日本\"}")));
    }

    private static StageRunState detailed(Optional<JsonNode> input, Optional<JsonNode> passed) {
        return new StageRunState.Failed(1, NOW, LATER, input, detailed(), passed);
    }

    private static List<Approval> approvals() {
        return List.of(
                new Approval(
                        "approve",
                        new Actor("key-2", Optional.of("fine \"by\" me\n日本")),
                        NOW.plusNanos(1),
                        text("grüße")),
                new Approval("deny", new Actor("key-3", Optional.empty()), LATER, Json.object()));
    }

    private static Stream<StageRunState> gatherings() {
        return Stream.of(
                new StageRunState.Gathering(Set.of(0, 7, 99)),
                new StageRunState.Gathering(Set.of(), Set.of(3), OptionalInt.empty()),
                new StageRunState.Gathering(Set.of(1), Set.of(0, 2), OptionalInt.of(3)),
                new StageRunState.Gathering(Set.of(), Set.of(), OptionalInt.of(100)),
                new StageRunState.Elements(List.of(text("ä"), Json.read("null"), Json.read("1.50")), 10_000),
                new StageRunState.Elements(List.of(), 0));
    }

    private static StageRunState noted(Note note) {
        return new StageRunState.Completed(1, NOW, LATER, Optional.empty(), text("x"), note);
    }

    private static ObjectNode variables() {
        ObjectNode variables = Json.object().put("grüße", 1);
        variables.putNull("none");
        return variables;
    }

    static Stream<StageRunState> states() {
        return Stream.of(workUnderWay(), outcomes(), gatherings()).flatMap(some -> some);
    }

    @ParameterizedTest
    @MethodSource("states")
    void a_stage_run_is_read_as_it_was_written(StageRunState state) {
        StageRun run = new StageRun(new StageRunKey("stage#0-ü", Iteration.of(0, 12, 9_999)), 1, state);

        assertThat(runs().write(id, run)).isEqualTo(new Written.Done());

        assertThat(runs().read(id, List.of(run.key()))).contains(Recorded.of(execution(id), List.of(run)));
    }

    @Test
    void what_a_dynamic_task_came_to_be_is_kept_through_all_writes_of_its_run() {
        Activity worker = new Activity.Worker("resize", 30, Activity.Worker.OnSilence.FAIL, Optional.of(60));
        RetryPolicy retry = new RetryPolicy(3, RetryPolicy.Backoff.LINEAR, 1, 9, List.of("Flaky"), Optional.of(5));
        ObjectNode label = Json.object().put("called", "one");
        Resolved came = new Resolved("Worker", worker, retry, 600, OnError.CONTINUE_WITH_DETAILS, label);
        StageRun offered = new StageRun(StageRunKey.first("a"), 1, new StageRunState.Offered(1, NOW, label)).as(came);

        runs().write(id, offered);
        assertThat(recorded(offered.key())).contains(offered);
        runs().write(id, offered.to(new StageRunState.Canceled(NOW)));

        assertThat(recorded(offered.key()).flatMap(StageRun::resolved)).contains(came);
    }

    @Test
    void the_attempts_before_this_one_are_kept() {
        StageRun run = new StageRun(StageRunKey.first("a"), 1, retrying(1));
        runs().write(id, run);
        for (int attempt = 2; attempt < 5; attempt++) {
            run = run.to(retrying(attempt));
            assertThat(runs().write(id, run)).isEqualTo(new Written.Done());
        }

        assertThat(run.past()).hasSize(3);
        assertThat(recorded(run.key())).contains(run);
        assertThat(executions().read(id).orElseThrow().run(run.key())).contains(run);
    }

    private static StageRunState retrying(int attempt) {
        Optional<JsonNode> details =
                attempt % 2 == 0 ? Optional.of(Json.object().put("n", attempt)) : Optional.empty();
        return new StageRunState.Retrying(
                attempt, NOW, LATER, LATER.plusNanos(attempt), new Failure("Flaky", "grüße " + attempt, details));
    }

    /** What goes on is the input once more, or holds it, and the item must not have it twice. */
    @Test
    void the_largest_failure_there_may_be_is_recorded_whatever_goes_on_after_it() {
        ObjectNode input = Json.object().put("text", "x".repeat(256 * 1024 - 11));
        JsonNode details = Json.object().put("text", "y".repeat(Failure.MAX_DETAILS - 11));
        Failure largest = new Failure("Flaky", "日".repeat(Failure.MAX_MESSAGE), Optional.of(details));
        Failure past = new Failure(
                "Flaky",
                "日".repeat(Failure.MAX_MESSAGE),
                Optional.of(Json.object().put("t", "z".repeat(500))));
        assertThat(largest.details()).isPresent();
        int i = 0;
        for (JsonNode passed : List.of(input, details, largest.toJson(input))) {
            StageRun run = new StageRun(
                    StageRunKey.first("a-" + i++), 1, new StageRunState.Retrying(1, NOW, LATER, LATER, past));
            for (int attempt = 2; attempt < 110; attempt++) {
                run = run.to(new StageRunState.Retrying(attempt, NOW, LATER, LATER, past));
            }
            run = run.to(new StageRunState.Failed(110, NOW, LATER, Optional.of(input), largest, Optional.of(passed)));

            assertThat(runs().write(id, new StageRun(run.key(), 1, run.state(), run.past())))
                    .isEqualTo(new Written.Done());
            assertThat(recorded(run.key()).map(StageRun::state)).contains(run.state());
        }
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
        StageRun again =
                new StageRun(new StageRunKey("a", Iteration.of(1)), 1, new StageRunState.Skipped(NOW, text("x")));
        runs().write(id, claim("a", 1));
        runs().write(id, again);

        assertThat(recorded(StageRunKey.first("a"))).contains(claim("a", 1));
        assertThat(recorded(again.key())).contains(again);
        assertThat(runs().read(other, List.of(again.key())).orElseThrow().runs())
                .isEmpty();
    }

    @Test
    void an_arrival_answers_with_all_arrivals_and_again_is_the_same_as_once() {
        assertThat(arrive(4)).isEqualTo(new StageRunState.Gathering(Set.of(4)));
        assertThat(arrive(0)).isEqualTo(new StageRunState.Gathering(Set.of(0, 4)));
        assertThat(arrive(4)).isEqualTo(new StageRunState.Gathering(Set.of(0, 4)));

        StageRun join = recorded(JOIN).orElseThrow();
        assertThat(join.state()).isEqualTo(new StageRunState.Gathering(Set.of(0, 4)));
    }

    private StageRunState.Gathering arrive(int branch) {
        return runs().arrive(id, JOIN, Set.of(branch), Set.of());
    }

    @Test
    void the_living_and_the_dead_arrive_together_and_are_told_apart() {
        assertThat(runs().arrive(id, JOIN, Set.of(3), Set.of(1, 2)))
                .isEqualTo(new StageRunState.Gathering(Set.of(3), Set.of(1, 2), OptionalInt.empty()));
        assertThat(runs().arrive(id, JOIN, Set.of(), Set.of(2, 5)))
                .isEqualTo(new StageRunState.Gathering(Set.of(3), Set.of(1, 2, 5), OptionalInt.empty()));
        assertThat(runs().arrive(id, JOIN, Set.of(0, 3), Set.of()))
                .isEqualTo(new StageRunState.Gathering(Set.of(0, 3), Set.of(1, 2, 5), OptionalInt.empty()));

        assertThat(recorded(JOIN).orElseThrow().state())
                .isEqualTo(new StageRunState.Gathering(Set.of(0, 3), Set.of(1, 2, 5), OptionalInt.empty()));
    }

    @Test
    void what_was_expected_before_any_arrived_is_still_expected_then() {
        StageRunState expecting = new StageRunState.Gathering(Set.of(), Set.of(), OptionalInt.of(3));
        runs().write(id, new StageRun(JOIN, 1, expecting));

        assertThat(runs().arrive(id, JOIN, Set.of(0), Set.of(2)))
                .isEqualTo(new StageRunState.Gathering(Set.of(0), Set.of(2), OptionalInt.of(3)));
        assertThat(runs().write(id, new StageRun(JOIN, 1, expecting))).isInstanceOf(Written.Lost.class);

        assertThat(recorded(JOIN).orElseThrow().state())
                .isEqualTo(new StageRunState.Gathering(Set.of(0), Set.of(2), OptionalInt.of(3)));
    }

    @Test
    void every_new_arrival_raises_the_revision() {
        List<Long> revisions = new ArrayList<>();
        for (int branch = 0; branch < 3; branch++) {
            arrive(branch);
            revisions.add(recorded(JOIN).orElseThrow().revision());
        }

        assertThat(revisions).isSorted().doesNotHaveDuplicates();
        assertThat(revisions.getFirst()).isPositive();
    }

    /** Where an answer was lost and asked for again, it may be more than one. */
    @Test
    void of_many_arrivals_at_least_one_learns_of_all_and_each_of_its_own() {
        List<StageRunState.Gathering> seen =
                Race.of(Race.RUNNERS, i -> i % 2 == 0 ? arrive(i) : runs().arrive(id, JOIN, Set.of(), Set.of(i)));

        assertThat(seen.stream().filter(arrived -> arrived.all() == Race.RUNNERS))
                .isNotEmpty();
        for (int branch = 0; branch < Race.RUNNERS; branch++) {
            assertThat(seen.get(branch).has(branch)).isTrue();
        }
    }

    private StageRun element(String stage, Integer... path) {
        StageRunState state = new StageRunState.Completed(
                1, NOW, LATER, Optional.empty(), text("x".repeat(1_000) + path[path.length - 1]));
        StageRun run = new StageRun(new StageRunKey(stage, Iteration.of(path)), 1, state);
        runs().write(id, run);
        return run;
    }

    @Test
    void the_runs_for_the_elements_of_a_list_come_in_its_order_and_no_others() {
        StageRunKey all = new StageRunKey("m", Iteration.of(0, 1));
        runs().write(id, new StageRun(all, 1, new StageRunState.Mapping(NOW, 12)));
        element("m", 0);
        element("m", 0, 10, 0);
        element("m", 0, 2, 0);
        element("m", 0, 1, 0, 0);
        element("ma", 0, 1, 0);
        element("items:m", 0, 1, 0);
        List<StageRun> elements = Stream.of(11, 2, 0, 10, 1)
                .map(i -> element("m", 0, 1, i))
                .sorted(Comparator.comparingInt(run -> run.key().iteration().last()))
                .toList();

        assertThat(runs().elements(id, all, Long.MAX_VALUE)).isEqualTo(elements);
        assertThat(runs().elements(id, StageRunKey.first("none"), Long.MAX_VALUE))
                .isEmpty();
    }

    @Test
    void elements_come_without_data_from_the_first_on_that_does_not_fit() {
        StageRunKey all = StageRunKey.first("m");
        List<StageRun> elements =
                IntStream.range(0, 30).mapToObj(i -> element("m", 0, i)).toList();

        List<StageRun> none = runs().elements(id, all, 0);
        List<StageRun> some = runs().elements(id, all, 10_500);

        assertThat(none).isEqualTo(elements.stream().map(StageRun::withoutData).toList());
        assertThat(some)
                .isEqualTo(IntStream.range(0, 30)
                        .mapToObj(
                                i -> i < 10 ? elements.get(i) : elements.get(i).withoutData())
                        .toList());
    }

    @Test
    void the_elements_of_a_long_list_are_all_read() {
        StageRunKey all = StageRunKey.first("m");
        List<StageRun> elements = IntStream.range(0, 1_200)
                .mapToObj(i -> {
                    StageRun run = new StageRun(all.at(i), 1, new StageRunState.Skipped(NOW, text("x".repeat(1_500))));
                    runs().write(id, run);
                    return run;
                })
                .toList();

        assertThat(runs().elements(id, all, Long.MAX_VALUE)).isEqualTo(elements);
    }
}

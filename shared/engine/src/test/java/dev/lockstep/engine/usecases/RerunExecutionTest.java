package dev.lockstep.engine.usecases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.Fault;
import dev.lockstep.engine.definition.ForEach;
import dev.lockstep.engine.definition.Place;
import dev.lockstep.engine.definition.Plan;
import dev.lockstep.engine.definition.PlanBuilder;
import dev.lockstep.engine.definition.PlanFixtures;
import dev.lockstep.engine.definition.Policy;
import dev.lockstep.engine.definition.RetryPolicy;
import dev.lockstep.engine.definition.Stage;
import dev.lockstep.engine.definition.StageInput;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.execution.Anew;
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.Iteration;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.expression.Template;
import dev.lockstep.engine.operations.Config;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Executions that are run anew from within loops, and with those that wait for them. */
class RerunExecutionTest {
    private static final JsonNode ANY = Json.object().put("type", "object");
    private static final Policy ONCE = Policy.of(RetryPolicy.NONE, 5);

    private final World world = new World();

    private static Stage.Task task(String id, StageInput input) {
        return PlanFixtures.task(id, World.EFFECT, input, Config.of(Json.object()), ONCE);
    }

    private static Stage.Task task(String id) {
        return task(id, new StageInput.OfExecution());
    }

    private static Stage.Task within(String loop, Stage.Task task) {
        return task.at(Place.NOWHERE.within(loop));
    }

    private static Stage.Task loop(String id, int rounds, StageInput input) {
        Template goesOn =
                Template.of(JsonNodeFactory.instance.stringNode("${steps." + id + ".iteration < " + rounds + "}"));
        return task(id, input).doing(new Activity.Loop(goesOn, false, false, 10, List.of(), List.of()));
    }

    /** A loop of three rounds, of two steps each, and a step before and behind it. */
    private static Plan looping() {
        return new PlanBuilder()
                .add(task("before"), List.of())
                .add(loop("loop", 3, new StageInput.OutputOf("before")), List.of("before"))
                .add(within("loop", task("a", new StageInput.OfLoop("loop"))), List.of())
                .add(within("loop", task("b", new StageInput.OutputOf("a"))), List.of("a"))
                .add(task("behind", new StageInput.OutputOf("loop")), List.of("loop"))
                .build(ANY);
    }

    private Optional<StageRun> run(ExecutionId id, String stage, Integer... iteration) {
        return world.read(id).run(new StageRunKey(stage, Iteration.of(iteration)));
    }

    private void rerun(WorkflowId workflow, ExecutionId id, Anew anew) {
        world.pass(Duration.ofSeconds(1));
        world.rerun.rerun(World.CALLER, workflow.value(), id, anew, Optional.empty());
    }

    /** By the queue alone: the watchdog does not look. */
    private void deliverAll() {
        for (int i = 0; i < 1_000; i++) {
            if (!world.deliver()) {
                return;
            }
            world.pass(Duration.ofMillis(1));
        }
        throw new AssertionError("steps beget steps");
    }

    @Test
    void a_step_in_a_round_is_run_anew_with_all_behind_it_and_the_rounds_before_stay() {
        WorkflowId workflow = world.register(looping());
        ExecutionId id = world.start(workflow);
        world.runToEnd(id);
        assertThat(world.effects).containsEntry("a", 3).containsEntry("b", 3);

        rerun(
                workflow,
                id,
                Anew.from("b", List.of(1)).with(Optional.of(Json.object().put("n", 7))));
        deliverAll();

        assertThat(world.isCompleted(id)).isTrue();
        assertThat(world.effects)
                .containsEntry("before", 1)
                .containsEntry("a", 4)
                .containsEntry("b", 5)
                .containsEntry("behind", 2);
        assertThat(run(id, "a", 1, 1)).isEmpty();
        assertThat(run(id, "b", 1, 0)).isEmpty();
        assertThat(run(id, "a", 1, 2).orElseThrow().output()).contains(Json.read("{\"n\":7}"));
        assertThat(run(id, "behind", 1).orElseThrow().output()).contains(Json.read("{\"n\":7}"));
    }

    @Test
    void a_later_rerun_may_go_back_further_or_less_far() {
        WorkflowId workflow = world.register(looping());
        ExecutionId id = world.start(workflow);
        world.runToEnd(id);

        rerun(workflow, id, Anew.from("a", List.of(2)));
        deliverAll();
        rerun(workflow, id, Anew.from("b", List.of(0)));
        deliverAll();
        rerun(workflow, id, Anew.from("b", List.of(2)));
        deliverAll();

        assertThat(world.isCompleted(id)).isTrue();
        assertThat(run(id, "a", 1, 2)).isPresent();
        assertThat(run(id, "a", 2, 2)).isPresent();
        assertThat(run(id, "b", 2, 1)).isPresent();
        assertThat(run(id, "b", 3, 2)).isPresent();
        assertThat(world.effects).containsEntry("a", 3 + 1 + 2).containsEntry("b", 3 + 1 + 3 + 1);
    }

    @Test
    void what_failed_in_a_round_goes_on_from_an_earlier_one() {
        WorkflowId workflow = world.register(looping());
        ExecutionId id = world.start(workflow);
        world.runWhile(id, () -> world.effects.getOrDefault("b", 0) < 1);
        world.failuresToCome.put("b", 1);
        world.runToEnd(id);
        assertThat(world.read(id).execution().state()).isInstanceOf(ExecutionState.Failed.class);

        rerun(workflow, id, Anew.from("a", List.of(0)));
        deliverAll();

        assertThat(world.isCompleted(id)).isTrue();
        assertThat(world.effects).containsEntry("a", 2 + 3).containsEntry("b", 2 + 3);
    }

    @Test
    void a_loop_that_is_tried_again_as_a_whole_goes_through_its_rounds_by_the_queue_alone() {
        Template broken = Template.of(
                JsonNodeFactory.instance.stringNode("${steps.loop.iteration < 3 ? true : $error('no condition')}"));
        Plan plan = new PlanBuilder()
                .add(task("loop").doing(new Activity.Loop(broken, false, false, 10, List.of(), List.of())), List.of())
                .add(within("loop", task("a", new StageInput.OfLoop("loop"))), List.of())
                .add(within("loop", task("b", new StageInput.OutputOf("a"))), List.of("a"))
                .build(ANY);
        WorkflowId workflow = world.register(plan);
        ExecutionId id = world.start(workflow);
        world.runToEnd(id);
        int before = run(id, "loop", 0).orElseThrow().past().size();

        world.pass(Duration.ofSeconds(1));
        world.reopen.retry(World.CALLER, workflow.value(), id, Optional.empty());
        world.pass(Duration.ofMillis(1));
        deliverAll();

        assertThat(world.read(id).execution().state()).isInstanceOf(ExecutionState.Failed.class);
        assertThat(run(id, "loop", 0).orElseThrow().past()).hasSize(before + 1);
        assertThat(world.effects).containsEntry("a", 3).containsEntry("b", 3);
    }

    @Test
    void a_step_two_loops_deep_is_run_anew_in_its_rounds() {
        Plan plan = new PlanBuilder()
                .add(loop("outer", 2, new StageInput.OfExecution()), List.of())
                .add(within("outer", task("first", new StageInput.OfLoop("outer"))), List.of())
                .add(within("outer", loop("inner", 3, new StageInput.OutputOf("first"))), List.of("first"))
                .add(within("inner", task("a", new StageInput.OfLoop("inner"))), List.of())
                .add(within("inner", task("b", new StageInput.OfExecution())), List.of("a"))
                .build(ANY);
        WorkflowId workflow = world.register(plan);
        ExecutionId id = world.start(workflow);
        world.runToEnd(id);
        assertThat(world.effects)
                .containsEntry("first", 2)
                .containsEntry("a", 6)
                .containsEntry("b", 6);

        rerun(workflow, id, Anew.from("b", List.of(0, 1)));
        deliverAll();

        assertThat(world.isCompleted(id)).isTrue();
        assertThat(run(id, "first", 0, 0)).isPresent();
        assertThat(run(id, "inner", 1, 0)).isPresent();
        assertThat(run(id, "a", 1, 0, 1)).isEmpty();
        assertThat(world.effects)
                .containsEntry("first", 2 + 1)
                .containsEntry("a", 6 + 1 + 3)
                .containsEntry("b", 6 + 2 + 3);
    }

    @ParameterizedTest
    @CsvSource({
        "a,        '',  iteration",
        "a,        7,   iteration",
        "a,        0.0, iteration",
        "before,   0,   iteration",
        "nowhere,  '',  from",
        "element,  0.0, from",
        "end:loop, 0,   from"
    })
    void a_place_that_there_is_not_is_refused_and_nothing_is_run_anew(String stage, String rounds, String path) {
        Template two = Template.of(Json.array().add(Json.object()).add(Json.object()));
        Stage.Task each = loop("each", 1, new StageInput.OfItem());
        Plan plan = new PlanBuilder()
                .add(task("before"), List.of())
                .add(loop("loop", 2, new StageInput.OutputOf("before")), List.of("before"))
                .add(within("loop", task("a", new StageInput.OfLoop("loop"))), List.of())
                .add(
                        new Stage.Task(
                                each.id(),
                                each.type(),
                                each.activity(),
                                each.input(),
                                each.config(),
                                each.when(),
                                Optional.of(new ForEach(two, 0, ForEach.Tolerance.NONE)),
                                each.policy(),
                                each.place()),
                        List.of("loop"))
                .add(within("each", task("element", new StageInput.OfLoop("each"))), List.of())
                .build(ANY);
        WorkflowId workflow = world.register(plan);
        ExecutionId id = world.start(workflow);
        world.runToEnd(id);
        List<Integer> path0 =
                rounds.isEmpty() ? List.of() : Iteration.parse(rounds).path();

        assertThatThrownBy(() -> rerun(workflow, id, Anew.from(stage, path0)))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.faults())
                                .extracting(Fault::path)
                                .containsExactly(path));
        assertThat(world.isCompleted(id)).isTrue();
    }

    @Test
    void all_of_an_execution_is_run_anew_on_another_version_and_nothing_of_before_counts() {
        WorkflowId workflow = world.register(looping());
        ExecutionId id = world.start(workflow);
        Step late = world.take("before");
        world.deliver(late);
        world.failuresToCome.put("b", 1);
        world.runToEnd(id);
        rerun(workflow, id, Anew.from("a", List.of(0)));
        deliverAll();
        long revision = world.read(id).revision();
        world.update(
                workflow,
                new PlanBuilder()
                        .add(task("other"), List.of())
                        .add(task("before", new StageInput.OutputOf("other")), List.of("other"))
                        .build(ANY));

        rerun(workflow, id, world.rerun.on(World.CALLER, workflow.value(), Optional.empty()));
        world.deliver(late);
        deliverAll();

        assertThat(world.isCompleted(id)).isTrue();
        assertThat(world.read(id).execution().workflow().version()).isEqualTo(2);
        assertThat(world.read(id).runs().keySet())
                .containsExactlyInAnyOrder(
                        new StageRunKey("other", Iteration.of(2)), new StageRunKey("before", Iteration.of(2)));
        assertThat(world.read(id).revision()).isGreaterThan(revision);
        assertThat(world.effects).containsEntry("before", 2).containsEntry("other", 1);

        rerun(workflow, id, Anew.from("before"));
        deliverAll();
        assertThat(world.isCompleted(id)).isTrue();
        assertThat(world.effects).containsEntry("before", 3).containsEntry("other", 1);
        assertThatThrownBy(() -> rerun(workflow, id, Anew.from("a", List.of(0))))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> world.rerun.on(World.CALLER, workflow.value(), Optional.of(3)))
                .isInstanceOf(Refusal.class);
    }

    /** Two executions: one that has a step, another and one behind; and one that waits for it in a round of a loop. */
    private final class Two {
        final WorkflowId below = world.register(new PlanBuilder()
                .add(task("c"), List.of())
                .add(task("d", new StageInput.OutputOf("c")), List.of("c"))
                .build(ANY));
        final WorkflowId above = world.register(new PlanBuilder()
                .add(loop("loop", 2, new StageInput.OfExecution()), List.of())
                .add(within("loop", task("a", new StageInput.OfLoop("loop"))), List.of())
                .add(
                        within(
                                "loop",
                                task("waits", new StageInput.OutputOf("a"))
                                        .doing(new Activity.SubWorkflow(below, Optional.empty(), true))),
                        List.of("a"))
                .add(task("behind", new StageInput.OutputOf("loop")), List.of("loop"))
                .build(ANY));
        final ExecutionId id = world.start(above);

        ExecutionId child(Integer... iteration) {
            return switch (run(id, "waits", iteration).orElseThrow().state()) {
                case StageRunState.Completed completed
                when completed.note() instanceof StageRunState.Note.Started started -> started.execution();
                case StageRunState.Failed failed -> failed.by().orElseThrow().execution();
                case StageRunState other -> throw new AssertionError(other);
            };
        }
    }

    @Test
    void one_that_another_waited_for_is_run_anew_and_the_other_goes_on_with_it() {
        Two two = new Two();
        world.runToEnd(two.id);
        ExecutionId first = two.child(0, 0);
        ExecutionId second = two.child(0, 1);

        rerun(two.below, first, Anew.from("d").with(Optional.of(Json.object().put("n", 7))));
        deliverAll();

        assertThat(world.isCompleted(two.id)).isTrue();
        assertThat(two.child(1, 0)).isEqualTo(first);
        assertThat(two.child(1, 1)).isNotEqualTo(second);
        assertThat(run(two.id, "waits", 1, 0).orElseThrow().output()).contains(Json.read("{\"n\":7}"));
        assertThat(world.effects)
                .containsEntry("a", 2 + 1)
                .containsEntry("c", 2 + 1)
                .containsEntry("d", 2 + 1 + 1)
                .containsEntry("behind", 2);
        world.pass(Duration.ofDays(1));
        world.sweep();
        assertThat(world.isCompleted(first)).isTrue();
    }

    @Test
    void one_that_failed_what_waited_for_it_is_run_anew_and_may_fail_it_again() {
        Two two = new Two();
        world.failuresToCome.put("d", 2);
        world.runToEnd(two.id);
        ExecutionId first = two.child(0, 0);
        assertThat(world.read(two.id).execution().state()).isInstanceOf(ExecutionState.Failed.class);

        rerun(two.below, first, Anew.from("c"));
        deliverAll();

        assertThat(world.read(two.id).execution().state()).isInstanceOf(ExecutionState.Failed.class);
        assertThat(two.child(1, 0)).isEqualTo(first);
        rerun(two.below, first, Anew.from("d"));
        deliverAll();
        assertThat(world.isCompleted(two.id)).isTrue();
        assertThat(two.child(2, 0)).isEqualTo(first);
        assertThat(world.effects).containsEntry("c", 1 + 1 + 1).containsEntry("d", 1 + 1 + 1 + 1);
    }

    @Test
    void it_is_rerun_with_inputs_as_long_as_its_item_has_room_for_them() {
        WorkflowId workflow =
                world.register(new PlanBuilder().add(task("a"), List.of()).build(ANY));
        ExecutionId id = world.start(workflow);
        world.runToEnd(id);
        Anew large = Anew.from("a").with(Optional.of(Json.object().put("text", "x".repeat(60_000))));
        for (int i = 0; i < 6; i++) {
            rerun(workflow, id, large);
            deliverAll();
        }

        assertThatThrownBy(() -> rerun(workflow, id, large))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("no room");
        assertThat(world.isCompleted(id)).isTrue();
        rerun(workflow, id, Anew.from("a"));
        deliverAll();
        assertThat(world.isCompleted(id)).isTrue();
    }

    @Test
    void one_that_was_waited_for_on_another_version_is_not_run_anew() {
        Two two = new Two();
        world.runToEnd(two.id);
        ExecutionId first = two.child(0, 0);
        world.update(two.above, new PlanBuilder().add(task("other"), List.of()).build(ANY));
        rerun(two.above, two.id, world.rerun.on(World.CALLER, two.above.value(), Optional.empty()));
        deliverAll();

        assertThatThrownBy(() -> rerun(two.below, first, Anew.from("c")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(two.id.value());
        assertThat(world.isCompleted(first)).isTrue();
    }

    @Test
    void one_that_is_waited_for_no_longer_is_not_run_anew() {
        Two two = new Two();
        world.runToEnd(two.id);
        ExecutionId first = two.child(0, 0);
        rerun(two.above, two.id, Anew.from("waits", List.of(0)));
        deliverAll();
        assertThat(two.child(1, 0)).isNotEqualTo(first);

        assertThatThrownBy(() -> rerun(two.below, first, Anew.from("c")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(two.id.value());
        assertThat(world.isCompleted(first)).isTrue();
    }
}

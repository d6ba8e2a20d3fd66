package dev.lockstep.engine.usecases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Activity;
import dev.lockstep.engine.definition.ForEach;
import dev.lockstep.engine.definition.OnError;
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
import dev.lockstep.engine.execution.PastAttempt;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Executions that go on after their end, are undone, or leave somebody behind, where something is not as usual. */
class GoingOnTest {
    private static final JsonNode ANY = Json.object().put("type", "object");
    private static final Policy ONCE = Policy.of(RetryPolicy.NONE, 5);

    private final World world = new World();

    private static Stage.Task task(String id, StageInput input, Policy policy) {
        return PlanFixtures.task(id, World.EFFECT, input, Config.of(Json.object()), policy);
    }

    private static Stage.Task task(String id) {
        return task(id, new StageInput.OfExecution(), ONCE);
    }

    private static Stage.Task first(String id, String... sources) {
        List<String> all = List.of(sources);
        return task(id, new StageInput.OutputsOf(all), ONCE).doing(new Activity.Merge(all, 1));
    }

    private static Stage.Task forEachOf(Template items, Stage.Task task) {
        return forEachOf(items, task, ForEach.Tolerance.NONE);
    }

    private static Stage.Task forEachOf(Template items, Stage.Task task, ForEach.Tolerance tolerated) {
        return new Stage.Task(
                task.id(),
                task.type(),
                task.activity(),
                task.input(),
                task.config(),
                task.when(),
                Optional.of(new ForEach(items, 0, tolerated)),
                task.policy(),
                task.place());
    }

    private static Policy onError(OnError onError) {
        return new Policy(RetryPolicy.NONE, 5, onError, Optional.empty(), 1);
    }

    private StageRun run(ExecutionId id, StageRunKey key) {
        return world.read(id).run(key).orElseThrow();
    }

    private StageRunState state(ExecutionId id, String stage) {
        return run(id, StageRunKey.first(stage)).state();
    }

    private void retry(WorkflowId workflow, ExecutionId id) {
        world.pass(Duration.ofSeconds(1));
        world.reopen.retry(World.CALLER, workflow.value(), id, Optional.empty());
    }

    @Test
    void what_is_tried_again_in_a_later_round_waits_for_what_goes_into_that_round() {
        Template twice = Template.of(JsonNodeFactory.instance.stringNode("${steps.loop.iteration < 2}"));
        Activity.Loop loop = new Activity.Loop(twice, false, false, 5, List.of(), List.of());
        Template one = Template.of(Json.array().add(Json.object()));
        Stage.Task forEach = task("loop", new StageInput.OfItem(), ONCE);
        Plan plan = new PlanBuilder()
                .add(forEachOf(one, forEach.doing(loop)), List.of())
                .add(task("a", new StageInput.OfLoop("loop"), ONCE).at(Place.NOWHERE.within("loop")), List.of())
                .add(task("b", new StageInput.OfLoop("loop"), ONCE).at(Place.NOWHERE.within("loop")), List.of())
                .build(ANY);
        WorkflowId workflow = world.register(plan);
        ExecutionId id = world.start(workflow);
        world.runWhile(id, () -> world.effects.getOrDefault("a", 0) < 1);
        world.failuresToCome.put("a", 1);
        world.runToEnd(id);
        StageRunKey second = new StageRunKey("a", Iteration.of(0, 0, 1));
        assertThat(run(id, second).state()).isInstanceOf(StageRunState.Failed.class);

        retry(workflow, id);
        world.deliver("loop");
        world.deliver("a");
        world.runToEnd(id);

        assertThat(run(id, second).output()).contains(Json.read("{\"a\": {}, \"b\": {}}"));
        assertThat(world.isCompleted(id)).isTrue();
    }

    @Test
    void what_reads_what_goes_round_in_an_outer_loop_does_not_run_once_that_has_failed() {
        Template two = Template.of(Json.array().add(Json.object()).add(Json.object()));
        Template variables = Template.of(JsonNodeFactory.instance.stringNode("${variables}"));
        Stage.Task outer = task("outer", new StageInput.OfItem(), ONCE).doing(once("outer"));
        Plan plan = new PlanBuilder()
                .add(forEachOf(two, outer, new ForEach.Tolerance(1, 0)), List.of())
                .add(
                        task("inner", new StageInput.OfLoop("outer"), ONCE)
                                .doing(once("inner"))
                                .at(Place.NOWHERE.within("outer")),
                        List.of())
                .add(task("reads", new StageInput.Own(variables), ONCE).at(Place.NOWHERE.within("inner")), List.of())
                .add(task("fails", new StageInput.OfLoop("outer"), ONCE).at(Place.NOWHERE.within("outer")), List.of())
                .add(
                        task("sets", new StageInput.OutputOf("inner"), ONCE)
                                .doing(new Activity.SetVariables())
                                .at(Place.NOWHERE.within("outer")),
                        List.of("inner"))
                .build(ANY);
        ExecutionId id = world.start(world.register(plan));
        world.failuresToCome.put("fails", 1);
        world.deliver("outer");
        world.deliver("outer");
        world.deliver("inner");
        world.deliver("fails");

        world.deliver("reads");

        assertThat(world.effects).containsOnlyKeys("fails");
        world.runToEnd(id);
        assertThat(world.isCompleted(id)).isTrue();
        assertThat(world.effects).containsEntry("reads", 1);
    }

    private static Activity once(String loop) {
        Template again = Template.of(JsonNodeFactory.instance.stringNode("${steps." + loop + ".iteration < 1}"));
        return new Activity.Loop(again, false, false, 5, List.of(), List.of());
    }

    @Test
    void what_a_merge_had_canceled_runs_when_the_merge_is_run_anew_and_waits_for_it() {
        Plan plan = new PlanBuilder()
                .add(task("quick", new StageInput.OfExecution(), onError(OnError.GO_TO)), List.of())
                .add(task("slow"), List.of())
                .add(first("merge", "quick", "slow"), List.of("quick", "slow"))
                .add(task("after", new StageInput.OutputOf("merge"), ONCE), List.of("merge"))
                .add(task("other"), List.of(), List.of("quick"))
                .build(ANY);
        WorkflowId workflow = world.register(plan);
        ExecutionId id = world.start(workflow);
        world.deliver("quick");
        world.deliver("merge");
        world.deliver("slow");
        world.runToEnd(id);
        assertThat(state(id, "slow")).isInstanceOf(StageRunState.Canceled.class);

        world.failuresToCome.put("quick", 1);
        world.rerun.rerun(World.CALLER, workflow.value(), id, Anew.from("quick"), Optional.empty());
        world.runToEnd(id);

        assertThat(world.isCompleted(id)).isTrue();
        assertThat(world.effects).containsEntry("slow", 1).containsEntry("other", 1);
        assertThat(run(id, new StageRunKey("merge", Iteration.of(1))).output())
                .hasValueSatisfying(output -> assertThat(output.propertyNames()).containsExactly("slow"));
    }

    @Test
    void what_runs_anew_reads_the_input_and_the_name_that_came_with_the_rerun_and_all_else_keeps_what_it_read() {
        Plan plan = new PlanBuilder()
                .add(task("before", new StageInput.OfExecution(), ONCE), List.of())
                .add(task("after", new StageInput.OfExecution(), ONCE), List.of("before"))
                .build(ANY);
        WorkflowId workflow = world.register(plan);
        ExecutionId id = world.start(workflow);
        world.runToEnd(id);

        world.rerun.rerun(
                World.CALLER,
                workflow.value(),
                id,
                Anew.from("after").forExecution(Optional.of(Json.read("{\"n\":2}")), Optional.of("again")),
                Optional.empty());
        world.runToEnd(id);

        assertThat(world.read(id).execution().input()).isEqualTo(Json.read("{\"n\":2}"));
        assertThat(world.read(id).execution().tags().correlationId()).contains("again");
        assertThat(run(id, StageRunKey.first("before")).output()).contains(Json.object());
        assertThat(run(id, new StageRunKey("after", Iteration.of(1))).output()).contains(Json.read("{\"n\":2}"));
    }

    @Test
    void a_step_that_was_to_cancel_what_was_never_reached_begins_nothing_when_it_is_wanted_again() {
        Plan plan = new PlanBuilder()
                .add(task("quick", new StageInput.OfExecution(), onError(OnError.GO_TO)), List.of())
                .add(task("before"), List.of())
                .add(task("slow", new StageInput.OutputOf("before"), ONCE), List.of("before"))
                .add(first("merge", "quick", "slow"), List.of("quick", "slow"))
                .add(task("after", new StageInput.OutputOf("merge"), ONCE), List.of("merge"))
                .add(task("other"), List.of(), List.of("quick"))
                .build(ANY);
        WorkflowId workflow = world.register(plan);
        ExecutionId id = world.start(workflow);
        world.deliver("quick");
        world.deliver("merge");
        Step toCancel = world.take("slow");
        world.deliver("after");
        world.failuresToCome.put("quick", 1);
        world.rerun.rerun(World.CALLER, workflow.value(), id, Anew.from("quick"), Optional.empty());

        world.deliver(toCancel);
        assertThat(world.read(id).run(StageRunKey.first("slow"))).isEmpty();
        world.runToEnd(id);

        assertThat(world.isCompleted(id)).isTrue();
        assertThat(world.effects).containsEntry("slow", 1);
    }

    @Test
    void what_was_canceled_while_a_step_looked_elsewhere_is_not_taken_for_wanted_again() {
        Plan plan = new PlanBuilder()
                .add(task("quick"), List.of())
                .add(task("slow").doing(new Activity.SetVariables()), List.of())
                .add(first("merge", "quick", "slow"), List.of("quick", "slow"))
                .add(task("after", new StageInput.OutputOf("merge"), ONCE), List.of("merge"))
                .build(ANY);
        ExecutionId id = world.start(world.register(plan));
        world.deliver("quick");
        world.amidStep.before("write", () -> {
            world.deliver("merge");
            world.deliver("slow");
        });

        world.deliver("slow");

        assertThat(state(id, "slow")).isInstanceOf(StageRunState.Canceled.class);
    }

    @Test
    void what_was_under_way_when_a_merge_left_it_behind_is_recorded_and_undone_with_the_rest() {
        Policy undone = new Policy(RetryPolicy.NONE, 5, OnError.FAIL, Optional.of("undo"), 1);
        Plan plan = new PlanBuilder()
                .add(task("quick"), List.of())
                .add(task("slow", new StageInput.OfExecution(), undone), List.of())
                .add(first("merge", "quick", "slow"), List.of("quick", "slow"))
                .add(task("fails", new StageInput.OutputOf("merge"), ONCE), List.of("merge"))
                .addCompensation(
                        task("undo", new StageInput.OutputOf("slow"), ONCE).at(Place.NOWHERE.undoing("slow")))
                .build(ANY);
        ExecutionId id = world.start(world.register(plan));
        world.deliver("quick");
        world.meanwhile.before("run", () -> {
            world.deliver("merge");
            world.deliver("slow");
        });
        world.deliver("slow");
        assertThat(state(id, "slow")).isInstanceOf(StageRunState.Completed.class);

        world.failuresToCome.put("fails", 1);
        world.deliver("fails");
        world.deliver("undo");

        assertThat(world.read(id).execution().state()).isInstanceOf(ExecutionState.Failed.class);
        assertThat(world.effects).containsEntry("slow", 1).containsEntry("undo", 1);
    }

    @Test
    void what_is_under_way_and_never_ends_is_canceled_when_its_lease_has_lapsed() {
        Plan plan = new PlanBuilder()
                .add(task("quick"), List.of())
                .add(task("slow"), List.of())
                .add(first("merge", "quick", "slow"), List.of("quick", "slow"))
                .add(waitingFor("person", "go", new StageInput.OutputOf("merge")), List.of("merge"))
                .build(ANY);
        ExecutionId id = world.start(world.register(plan));
        world.deliver("quick");
        world.meanwhile.before("run", () -> {
            throw new AssertionError("its function breaks off");
        });
        assertThatThrownBy(() -> world.deliver("slow")).isInstanceOf(AssertionError.class);
        world.deliver("merge");
        world.deliver("slow");
        assertThat(state(id, "slow")).isInstanceOf(StageRunState.Running.class);

        world.pass(Duration.ofSeconds(15));
        world.deliver("slow");

        assertThat(state(id, "slow")).isInstanceOf(StageRunState.Canceled.class);
    }

    private static Stage.Task waitingFor(String id, String signal, StageInput input) {
        return task(id, input, ONCE)
                .doing(new Activity.Await(signal, Optional.empty(), false, Activity.Await.AtDeadline.FAIL));
    }

    @Test
    void a_signal_goes_past_a_stage_that_nobody_waits_for_any_more() {
        Template always = Template.of(JsonNodeFactory.instance.booleanNode(true));
        Activity.Loop loop = new Activity.Loop(always, false, false, 5, List.of(), List.of());
        Plan plan = new PlanBuilder()
                .add(task("quick"), List.of())
                .add(task("loop").doing(loop), List.of())
                .add(
                        waitingFor("left", "go", new StageInput.OfLoop("loop")).at(Place.NOWHERE.within("loop")),
                        List.of())
                .add(first("merge", "quick", "loop"), List.of("quick", "loop"))
                .add(waitingFor("person", "go", new StageInput.OutputOf("merge")), List.of("merge"))
                .build(ANY);
        WorkflowId workflow = world.register(plan);
        ExecutionId id = world.start(workflow);
        for (String stage : List.of("loop", "left", "quick", "merge", "person", "loop")) {
            world.deliver(stage);
        }
        assertThat(run(id, new StageRunKey("left", Iteration.of(0, 0))).state())
                .isInstanceOf(StageRunState.Awaiting.class);

        world.signal.signal(
                World.CALLER,
                workflow.value(),
                id,
                "go",
                new SignalExecution.Answer.Given(Json.object()),
                Optional.empty(),
                Optional.empty());

        assertThat(state(id, "person")).isInstanceOf(StageRunState.Completed.class);
    }

    @Test
    void a_dead_step_of_what_nobody_waits_for_fails_nothing() {
        Plan plan = new PlanBuilder()
                .add(task("quick"), List.of())
                .add(task("slow"), List.of())
                .add(first("merge", "quick", "slow"), List.of("quick", "slow"))
                .add(task("after", new StageInput.OutputOf("merge"), ONCE), List.of("merge"))
                .build(ANY);
        ExecutionId id = world.start(world.register(plan));
        world.deliver("quick");
        world.deliver("merge");

        world.deadLetters.fail(world.take("slow"));
        world.runToEnd(id);

        assertThat(state(id, "slow")).isInstanceOf(StageRunState.Canceled.class);
        assertThat(world.isCompleted(id)).isTrue();
    }

    @Test
    void the_attempts_of_what_waits_count_on_when_it_is_tried_again() {
        WorkflowId workflow = world.register(PlanFixtures.waiting(Duration.ofSeconds(30)));
        ExecutionId id = world.start(workflow);
        for (int attempt = 1; attempt <= 2; attempt++) {
            world.deliver("wait");
            world.pass(Duration.ofSeconds(30));
            world.deadLetters.fail(world.take("wait"));
            retry(workflow, id);
        }
        world.runToEnd(id);

        assertThat(world.isCompleted(id)).isTrue();
        assertThat(run(id, StageRunKey.first("wait")).past())
                .extracting(PastAttempt::number)
                .containsExactly(1, 2);
        assertThat(state(id, "wait"))
                .isInstanceOfSatisfying(
                        StageRunState.Completed.class,
                        completed -> assertThat(completed.attempt()).isEqualTo(3));
    }

    @Test
    void who_undoes_waits_for_what_was_under_way_when_it_looked_however_long_that_took() {
        Policy undone = new Policy(RetryPolicy.NONE, 5, OnError.FAIL, Optional.of("undo"), 1);
        Plan plan = new PlanBuilder()
                .add(task("done", new StageInput.OfExecution(), undone), List.of())
                .add(task("fails"), List.of())
                .addCompensation(
                        task("undo", new StageInput.OutputOf("done"), ONCE).at(Place.NOWHERE.undoing("done")))
                .build(ANY);
        world.failuresToCome.put("fails", 1);
        ExecutionId id = world.start(world.register(plan));
        world.meanwhile.before("run", () -> {
            world.meanwhile.after("read", () -> world.pass(Duration.ofMinutes(2)));
            world.deliver("fails");
        });

        world.deliver("done");
        while (!world.read(id).execution().hasEnded()) {
            world.pass(Duration.ofSeconds(10));
            world.sweep();
            world.deliver();
        }

        assertThat(world.read(id).execution().state()).isInstanceOf(ExecutionState.Failed.class);
        assertThat(world.effects).containsEntry("undo", 1);
    }

    @Test
    void who_was_slow_to_end_a_failure_leaves_alone_what_failed_again_meanwhile() {
        Policy undone = new Policy(RetryPolicy.NONE, 5, OnError.FAIL, Optional.of("undo"), 1);
        Plan plan = new PlanBuilder()
                .add(task("fails"), List.of())
                .add(task("done", new StageInput.OutputOf("fails"), undone), List.of("fails"))
                .addCompensation(
                        task("undo", new StageInput.OutputOf("done"), ONCE).at(Place.NOWHERE.undoing("done")))
                .build(ANY);
        world.failuresToCome.put("fails", 2);
        WorkflowId workflow = world.register(plan);
        ExecutionId id = world.start(workflow);
        beforeItEnds(() -> {
            // The first has it end, since it fails already; the second has it go on.
            retry(workflow, id);
            retry(workflow, id);
            beforeItEnds(() -> {
                throw new IllegalStateException("broke off");
            });
            world.pass(Duration.ofSeconds(1));
            assertThatThrownBy(() -> world.deliver("fails")).hasMessage("broke off");
        });

        world.deliver("fails");

        assertThat(world.read(id).execution().state()).isInstanceOf(ExecutionState.Compensating.class);
    }

    @Test
    void who_was_slow_to_skip_a_step_is_told_that_it_is_run_anew_meanwhile() {
        Plan plan = new PlanBuilder()
                .add(task("a"), List.of())
                .add(task("b", new StageInput.OutputOf("a"), ONCE), List.of("a"))
                .build(ANY);
        WorkflowId workflow = world.register(plan);
        ExecutionId id = world.start(workflow);
        world.deliver("a");
        world.amidSkip.before("read", () -> {
            world.cancel.cancel(World.CALLER, workflow.value(), id, Optional.empty());
            world.rerun.rerun(World.CALLER, workflow.value(), id, Anew.from("a"), Optional.empty());
        });

        assertThatThrownBy(() -> world.skip.skip(
                        World.CALLER, workflow.value(), id, new SkipStage.Request("b", Optional.empty())))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("run anew");
        world.runToEnd(id);

        assertThat(world.isCompleted(id)).isTrue();
        assertThat(world.effects).containsEntry("a", 2).containsEntry("b", 1);
    }

    /** An execution that fails changes twice: it begins to, and it has. */
    private void beforeItEnds(Runnable what) {
        world.meanwhile.before("changeAsSeen", () -> world.meanwhile.before("changeAsSeen", what));
    }
}

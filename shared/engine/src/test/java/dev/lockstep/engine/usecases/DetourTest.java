package dev.lockstep.engine.usecases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.Activity;
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
import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.execution.ExecutionState;
import dev.lockstep.engine.execution.StageRun;
import dev.lockstep.engine.execution.StageRunKey;
import dev.lockstep.engine.execution.StageRunState;
import dev.lockstep.engine.expression.Template;
import dev.lockstep.engine.operations.Config;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What tasks that run no operation come to, where something is not as usual. */
class DetourTest {
    private static final RetryPolicy THRICE = new RetryPolicy(3, RetryPolicy.Backoff.FIXED, 1, 1, List.of());
    private static final JsonNode ANY = Json.object().put("type", "object");

    private final World world = new World();

    private static Stage.Task task(String id, StageInput input, RetryPolicy retry) {
        return PlanFixtures.task(id, World.EFFECT, input, Config.of(Json.object()), Policy.of(retry, 5));
    }

    private static Stage.Task task(String id) {
        return task(id, new StageInput.OfExecution(), RetryPolicy.NONE);
    }

    private static Template literal(boolean value) {
        return Template.of(JsonNodeFactory.instance.booleanNode(value));
    }

    private StageRunState state(ExecutionId id, String stage) {
        return world.read(id).run(StageRunKey.first(stage)).map(StageRun::state).orElseThrow();
    }

    @Test
    void a_loop_whose_stages_are_tried_again_is_not_itself_tried_again_as_a_whole() {
        Activity.Loop forever = new Activity.Loop(literal(true), false, false, 2, List.of(), List.of());
        Stage.Task within = task("a", new StageInput.OfLoop("loop"), RetryPolicy.NONE);
        Plan plan = new PlanBuilder()
                .add(task("loop", new StageInput.OfExecution(), THRICE).doing(forever), List.of())
                .add(within.at(Place.NOWHERE.within("loop")), List.of())
                .build(ANY);

        ExecutionId id = world.start(world.register(plan));
        world.runToEnd(id);

        assertThat(world.read(id).execution().state()).isInstanceOf(ExecutionState.Failed.class);
        assertThat(world.effects).containsEntry("a", 2);
    }

    @Test
    void a_merge_of_the_first_gives_nothing_of_a_stage_that_took_another_way() {
        Activity.Choice choice =
                new Activity.Choice(List.of(new Activity.Case(literal(true), List.of("b"))), List.of("merge"));
        Stage.Task merge = task("merge", new StageInput.OutputsOf(List.of("choice", "c")), RetryPolicy.NONE)
                .doing(new Activity.Merge(List.of("choice", "c"), 1));
        Plan plan = new PlanBuilder()
                .add(task("choice").doing(choice), List.of())
                .add(task("b"), List.of("choice"))
                .add(task("c"), List.of("b"))
                .add(merge, List.of("choice", "c"))
                .build(ANY);

        ExecutionId id = world.start(world.register(plan));
        world.runToEnd(id);

        JsonNode output = world.read(id)
                .run(StageRunKey.first("merge"))
                .flatMap(StageRun::output)
                .orElseThrow();
        assertThat(output.propertyNames()).containsExactly("c");
    }

    @Test
    void what_a_merge_does_not_wait_for_goes_on_if_it_leads_elsewhere_when_it_succeeds() {
        Stage.Task risky = PlanFixtures.task(
                "risky",
                World.EFFECT,
                new StageInput.OfExecution(),
                Config.of(Json.object()),
                new Policy(RetryPolicy.NONE, 5, OnError.GO_TO, Optional.empty(), 1));
        Stage.Task merge = task("merge", new StageInput.OutputsOf(List.of("quick", "risky")), RetryPolicy.NONE)
                .doing(new Activity.Merge(List.of("quick", "risky"), 1));
        Plan plan = new PlanBuilder()
                .add(task("quick"), List.of())
                .add(risky, List.of())
                .add(merge, List.of("quick"), List.of("risky"))
                .build(ANY);

        assertThat(plan.task("risky").place().guards()).isEmpty();
        ExecutionId id = world.start(world.register(plan));
        world.runToEnd(id);
        assertThat(world.isCompleted(id)).isTrue();
    }

    private Plan calling(WorkflowId child, boolean waits) {
        Stage.Task call = task("call").doing(new Activity.SubWorkflow(child, Optional.empty(), waits));
        return new PlanBuilder().add(call, List.of()).build(ANY);
    }

    private ExecutionId child(ExecutionId parent) {
        return switch (state(parent, "call")) {
            case StageRunState.Delegated delegated -> delegated.to();
            case StageRunState.Completed completed
            when completed.note() instanceof StageRunState.Note.Started started -> started.execution();
            case StageRunState other -> throw new AssertionError(other);
        };
    }

    @Test
    void a_step_that_meets_a_child_at_work_begets_no_other() {
        WorkflowId slow = world.register(PlanFixtures.waiting(Duration.ofMinutes(10)));
        world.start(world.register(calling(slow, true)));

        int deliveries = 0;
        while (world.deliver()) {
            deliveries++;
            assertThat(deliveries).isLessThan(10);
        }
    }

    @Test
    void a_child_that_nobody_waits_for_is_not_canceled_however_long_it_takes() {
        WorkflowId slow = world.register(PlanFixtures.waiting(Duration.ofMinutes(10)));
        ExecutionId parent = world.start(world.register(calling(slow, false)));
        world.runToEnd(parent);

        ExecutionId child = child(parent);
        world.runToEnd(child);

        assertThat(world.isCompleted(parent)).isTrue();
        assertThat(world.isCompleted(child)).isTrue();
    }
}
